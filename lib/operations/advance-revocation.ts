import "server-only";
import { z } from "zod";
import { canonical, type Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { type Facts, ok, type Result, refuse } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";
import { listOpenRevocations } from "@/lib/sessions/queries/open";
import { findRevocationView } from "@/lib/sessions/queries/progress";
import { type WalkedPage, walkedPage } from "@/lib/sessions/shapes";
import { endRevocation, settleWalk } from "@/lib/sessions/writes/walk";
import { type Context, defineOperation, type Outcome, quietPreview } from "./define";
import { endFollowed } from "./perform/end-followed";
import { ClerkPace } from "./sessions/clerk-pace";
import { revocationOutcome } from "./sessions/control";
import type { Revoking } from "./sessions/revoking";
import { stepRevocation } from "./sessions/step";

/** One for all revocations of this process. */
const pace = new ClerkPace();

/** Closes a page of a revocation, or the revocation, with a row of the record; the worker walks from page to page in between. */
export const advanceRevocation = defineOperation({
  name: "revocation.advance",
  risk: "system",
  allows: [],
  reach: "console",
  input: z.strictObject({
    requestId: z.uuid(),
    page: walkedPage.nullable(),
    end: z.enum(["finished", "canceled"]).nullable(),
    left: z.number().int().min(0).nullable(),
  }),
  recorded: ({ page, end }) => end !== null || (page !== null && page.settled.length > 0),
  requestOf: ({ requestId }) => requestId,

  rounds: {
    everyMs: seconds(0.5),
    lanes: () => ["revocations"],
    async pass({ actor, perform }) {
      const revoking: Revoking = { actor, pace, perform: (requestId, step) => perform({ requestId, ...step }) };
      let failed: unknown;
      for (const requestId of await listOpenRevocations(actor)) {
        const went = await stepRevocation(revoking, requestId).catch((error: unknown) => {
          log().warn(
            { requestId, error: describeError(error) },
            "a step of a revocation failed; the next one tries again",
          );
          failed = error;
          return true;
        });
        if (!went) failed ??= new Error("Clerk does not let a revocation go on; the next step tries again");
      }
      if (failed) throw failed;
    },
  },

  async preview(_context, { requestId }) {
    return ok(quietPreview(requestId));
  },

  async run({ tx, actor }, { requestId, page, end, left }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    const holder = { requestId, worker: actor.workerId };
    if (page && !(await settleWalk(tx, holder, page))) return refuse("revocation_over");
    const ended = end ? await finish({ tx, actor }, holder, { end, left }) : ok({});
    if (!ended.ok) return ended;
    return ok({
      summary: { key: "sessions.advanced" },
      href: `/operations/${requestId}`,
      facts: { ...(page ? factsOf(page) : {}), ...ended.value },
    });
  },
});

function factsOf({ pass, users, calls, putOff, settled }: WalkedPage): Facts {
  const counted = (state: string): number => settled.filter((each) => each.state === state).length;
  return {
    pass,
    users,
    calls,
    putOff,
    revoked: counted("revoked"),
    gone: counted("gone"),
    failed: counted("failed"),
  };
}

/** How its request ends: well only where nothing is left open that anybody could see. */
async function finish(
  { tx, actor }: Pick<Context, "actor"> & { tx: ConsoleTransaction },
  holder: { requestId: string; worker: string },
  { end, left }: { end: "finished" | "canceled"; left: number | null },
): Promise<Result<Facts>> {
  const { requestId } = holder;
  const view = await findRevocationView(actor, requestId);
  if (!view || !(await endRevocation(tx, holder, { state: end, left }))) return refuse("revocation_over");
  const { revoked, gone, failed, usersSeen: users } = view;
  const facts = { end, users, revoked, gone, failed, left };
  if (end === "canceled") await endFollowed(tx, requestId, { ending: "failed", failureCode: "revocation_canceled" });
  // guard: left-open-fails
  else if (left === 0) {
    const outcome: Outcome = { ...revocationOutcome(requestId, { users, revoked, gone }), facts };
    await endFollowed(tx, requestId, { ending: "succeeded", outcomeText: canonical(outcome as unknown as Json) });
  } else await endFollowed(tx, requestId, { ending: "failed", failureCode: "sessions_left_open" });
  return ok(facts);
}
