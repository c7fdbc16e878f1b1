import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { canonical, type Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { carryOn } from "@/lib/core/traces/span";
import { listDeployFollows } from "@/lib/deploys/queries/list-follows";
import { lookAtHost } from "@/lib/deploys/queries/look-at-host";
import { failureOf, isOver, isReached } from "@/lib/deploys/rules/follow";
import { type FollowSeen, followAims, followSeen } from "@/lib/deploys/shapes";
import { observeFollow } from "@/lib/deploys/writes/follow";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { defineOperation, type Outcome, quietPreview } from "./define";
import { endFollowed } from "./perform/end-followed";

const input = z.strictObject({
  requestId: z.uuid(),
  app: appId,
  operation: z.string().max(80),
  aim: z.enum(followAims),
  seen: followSeen,
});
type Input = z.infer<typeof input>;

/** Writes down what the worker saw of a change at the host, and, when it is over, how its request ended. */
export const followDeploy = defineOperation({
  name: "deploy.follow",
  risk: "system",
  allows: [],
  reach: "console",
  input,

  recorded: ({ aim, seen }) => isOver(aim, seen.state),
  requestOf: ({ requestId }) => requestId,

  work: {
    queue: "deploy.follow",
    pauseMs: seconds(2),
    async pass({ actor, perform }) {
      const inFlight = await listDeployFollows(actor);
      if (inFlight.length === 0) return "done";
      for (const follow of inFlight) {
        const { requestId, appId: app, operation, aim, traceparent } = follow;
        const known = { "sallyport.request_id": requestId };
        const seen = await carryOn(traceparent, "job deploy.follow", known, async () => {
          const looked = await lookAtHost(actor, follow);
          // A host that can't be asked says nothing about the deploy; the next pass asks again.
          if (looked.ok) await perform({ requestId, app, operation, aim, seen: looked.value });
          return looked;
        });
        // Whoever has no budget for one of them has none for the others.
        if (!seen.ok && seen.refusal.code === "host_rate_limited") break; // guard: one-budget
      }
      return "again";
    },
  },

  async preview(_context, { app }) {
    return ok(quietPreview(app));
  },

  async run({ tx }, given) {
    const { requestId, app, aim, seen } = given;
    const changed = await observeFollow(tx, { requestId, aim, seen });
    if (changed && isOver(aim, seen.state)) await settle(tx, given);
    const { state, deployId, renewed, instances } = seen;
    const facts: Outcome["facts"] = changed ? { requestId, app, state, deployId, renewed, instances } : { changed: 0 };
    return ok({ summary: summaryOf(app, aim, seen), href: `/deploys?app=${app}`, facts });
  },
});

const summaryOf = (app: string, aim: Input["aim"], { state }: FollowSeen): Outcome["summary"] =>
  isReached(aim, state) ? { key: "deploys.reached", values: { app } } : { key: "deploys.notReached", values: { app } };

/** How its request ended: as the host says, and a failure wakes somebody. */
async function settle(tx: ConsoleTransaction, { requestId, app, operation, aim, seen }: Input): Promise<void> {
  const { state } = seen;
  if (isReached(aim, state)) {
    const outcome = { summary: summaryOf(app, aim, seen), href: `/deploys?app=${app}` };
    await endFollowed(tx, requestId, { ending: "succeeded", outcomeText: canonical(outcome as unknown as Json) });
    return;
  }
  if (state === "lost") {
    await endFollowed(tx, requestId, { ending: "unknown", failureCode: "outcome_unknown" });
    return;
  }
  await endFollowed(tx, requestId, { ending: "failed", failureCode: failureOf(state) }); // guard: failed-as-failed
  await postNotice(tx, {
    kind: "deploy.failed",
    href: `/deploys?app=${app}`,
    audience: { roles: ["responder", "admin"] },
    urgency: "page",
    dedupKey: `deploy.failed/${requestId}`,
    values: { operation, subject: app },
  });
}
