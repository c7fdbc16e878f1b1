import type { Answer } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { ClerkRefusal, invalidParameter } from "../errors";
import { checkCode, checkPassword } from "../factors";
import { newId } from "../ids";
import type { ClerkInstance } from "../instance";
import type { FactorStatus, Reverification, Session, User, VerificationLevel } from "../store";
import { reverificationJson } from "../wire/verification";
import { type Call, type CallHandler, changed, frontendRoute, requireSession } from "./call";

const LEVELS: readonly string[] = ["first_factor", "second_factor", "multi_factor"] satisfies VerificationLevel[];

/** Step-up: proving factors again inside a session. */
export function reverificationRoutes(instance: ClerkInstance): Route[] {
  const verify = (path: string, handle: CallHandler) =>
    frontendRoute(instance, "POST", `/v1/client/sessions/:sessionId/verify${path}`, handle);
  return [
    verify("", start),
    verify("/prepare_first_factor", (call) => progress(call, requireOpen(call))),
    verify("/prepare_second_factor", (call) => progress(call, requireOpen(call))),
    verify("/attempt_first_factor", (call) => {
      const open = requireOpen(call, "needs_first_factor");
      checkPassword(call.instance, open.session.id, open.user, call.form.get("password"));
      open.reverification.firstFactor = "password";
      open.session.firstFactorAt = call.instance.clock.now();
      const goesOn = open.reverification.level === "multi_factor" && open.user.totpCode !== null;
      advance(open, goesOn ? "needs_second_factor" : "complete");
      return progress(call, open);
    }),
    verify("/attempt_second_factor", (call) => {
      const open = requireOpen(call, "needs_second_factor");
      if (call.form.get("strategy") !== "totp") throw invalidParameter("strategy", "The second factor is a totp code.");
      checkCode(call.instance, open.session.id, open.user, call.form.get("code"));
      open.reverification.secondFactor = "totp";
      open.session.secondFactorAt = call.instance.clock.now();
      advance(open, "complete");
      return progress(call, open);
    }),
  ];
}

type Open = { session: Session; user: User; reverification: Reverification };

const start: CallHandler = (call) => {
  const { session, user } = requireSession(call);
  const asked = call.form.get("level") ?? "";
  if (!LEVELS.includes(asked)) throw invalidParameter("level", `level must be one of ${LEVELS.join(", ")}.`);
  const level = attainable(asked as VerificationLevel, user);
  const reverification: Reverification = {
    id: newId("sver"),
    level,
    status: level === "second_factor" ? "needs_second_factor" : "needs_first_factor",
    firstFactor: null,
    secondFactor: null,
  };
  session.reverification = reverification;
  return progress(call, { session, user, reverification });
};

/** As real Clerk does: who has no second factor is only asked for the first, whatever was demanded. */
function attainable(level: VerificationLevel, user: User): VerificationLevel {
  return user.totpCode === null ? "first_factor" : level;
}

function advance({ session, reverification }: Open, status: FactorStatus): void {
  reverification.status = status;
  if (status !== "complete") return;
  session.reverifiedBy = reverification.id;
  session.updatedAt = Date.now();
}

function requireOpen(call: Call, status?: FactorStatus): Open {
  const { session, user } = requireSession(call);
  const { reverification } = session;
  if (!reverification || (status && reverification.status !== status)) {
    throw new ClerkRefusal(400, "verification_missing", "No verification that waits for this factor was started.");
  }
  return { session, user, reverification };
}

async function progress(call: Call, { session, reverification }: Open): Promise<Answer> {
  return changed(call, await reverificationJson(call.instance, session, reverification, call.azp));
}
