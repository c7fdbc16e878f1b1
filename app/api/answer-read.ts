import { type CallingActor, type HumanActor, isHuman, type TokenActor, type Visitor } from "@/lib/access/actor";
import { clerkHealth } from "@/lib/access/health";
import { comesFromABrowser, identify, identifyCaller, requestReference } from "@/lib/access/identify";
import type { TokenScope } from "@/lib/access/policy";
import { scoped } from "@/lib/access/token";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { type Refusal, type RefusalCode, Refused, refusalStatus } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";
import { recordRefusal } from "@/lib/operations/perform/account";
import { problemAnswer } from "./problem";

/**
 * Answers a read for whoever is asking, as JSON; refusals and troubles are problems with their code.
 * @param what for the log, when it breaks
 * @param read null: there is no such thing
 */
export async function answerRead(what: string, read: (actor: HumanActor) => Promise<unknown>): Promise<Response> {
  return answering(what, shortly, async (refuse, ref) => {
    const identified = await identify();
    return isHuman(identified) ? found(await read(identified), ref) : refuse(await codeFor(identified));
  });
}

/** As {@link answerRead}, in the public API: programs with a token of one of these scopes are answered, too. */
export async function answerApiRead(
  what: string,
  read: (actor: CallingActor) => Promise<unknown>,
  scopes: readonly TokenScope[] = ["read"],
): Promise<Response> {
  return answering(what, problemAnswer, async (refuse, ref) => {
    const caller = await identifyCaller();
    if (isHuman(caller)) return found(await read(caller), ref);
    if (caller.kind === "visitor")
      return (await comesFromABrowser()) ? refuse(await codeFor(caller)) : refuseProgram(caller, caller.refusal, ref);
    const within = scoped(caller, scopes); // guard: read-scope
    return within.ok ? found(await read(caller), ref) : refuseProgram(caller, within.refusal, ref);
  });
}

/** Refuses a program, with a row in the record, but for its pace: of that rows would be what a flood wants. */
async function refuseProgram(caller: TokenActor | Visitor, refusal: Refusal, ref: string): Promise<Response> {
  if (refusal.code === "rate_limited") return problemAnswer(refusal, ref);
  const recorded = await recordRefusal(caller, { operation: "request.refused", ref }, refusal);
  return problemAnswer(recorded.refusal, ref);
}

type Refuse = (code: RefusalCode) => Response;

async function answering(
  what: string,
  refusing: (refusal: Refusal, ref: string) => Response,
  answer: (refuse: Refuse, ref: string) => Promise<Response>,
): Promise<Response> {
  const ref = await requestReference();
  const refuse = (code: RefusalCode): Response => refusing({ code }, ref);
  try {
    return await answer(refuse, ref);
  } catch (error) {
    if (error instanceof Refused) return refusing(error.refusal, ref);
    log().error({ ref, error: describeError(error) }, what);
    return refuse(isDatabaseTrouble(error) ? "console_database_unreachable" : "internal_error");
  }
}

const found = (value: unknown, ref: string): Response =>
  value === null ? Response.json({ code: "not_found", ref }, { status: 404 }) : Response.json(value);

/** What our own pages are told when they poll. */
const shortly = ({ code }: Refusal, ref: string): Response =>
  Response.json(
    { code, ref },
    { status: refusalStatus[code], headers: { "Content-Type": "application/problem+json" } },
  );

/** A token that ran out while nobody could renew it is no sign that a session ended. */
async function codeFor({ refusal: { code } }: Visitor): Promise<RefusalCode> {
  return code === "not_signed_in" && !(await clerkHealth()).answers ? "clerk_unreachable" : code;
}
