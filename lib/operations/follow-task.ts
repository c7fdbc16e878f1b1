import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { canonical, type Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { carryOn } from "@/lib/core/traces/span";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { listTaskFollows } from "@/lib/tasks/queries/list-tasks";
import { lookAtTask } from "@/lib/tasks/queries/look-at-task";
import { isTaskOver, taskFailureOf } from "@/lib/tasks/rules/follow";
import { type TaskState, taskSeen } from "@/lib/tasks/shapes";
import { observeTask } from "@/lib/tasks/writes/follow";
import { defineOperation, type Outcome, quietPreview } from "./define";
import { endFollowed } from "./perform/end-followed";
import { provedOutcome } from "./tasks/proved-outcome";

const input = z.strictObject({ requestId: z.uuid(), app: appId, operation: z.string().max(80), seen: taskSeen });

/** Writes down what the worker saw of a one-off job and of what it should have done, and, when it is over, how its request ended. */
export const followTask = defineOperation({
  name: "task.follow",
  risk: "system",
  allows: [],
  reach: "console",
  input,

  recorded: ({ seen }) => isTaskOver(seen.state),
  requestOf: ({ requestId }) => requestId,

  work: {
    queue: "task.follow",
    pauseMs: seconds(2),
    async pass({ actor, perform }) {
      const inFlight = await listTaskFollows(actor);
      if (inFlight.length === 0) return "done";
      for (const follow of inFlight) {
        const { requestId, appId: app, operation, traceparent } = follow;
        await carryOn(traceparent, "job task.follow", { "sallyport.request_id": requestId }, async () => {
          const seen = await lookAtTask(actor, follow, "after_success");
          // A host that can't be asked says nothing about the job; the next pass asks again.
          if (seen.ok) await perform({ requestId, app, operation, seen: seen.value });
        });
      }
      return "again";
    },
  },

  async preview(_context, { app }) {
    return ok(quietPreview(app));
  },

  async run({ tx }, given) {
    const { requestId, app, seen } = given;
    const { state, jobId } = seen;
    const changed = await observeTask(tx, { requestId, seen });
    if (changed && isTaskOver(state)) await settle(tx, given);
    const facts: Outcome["facts"] = changed ? { requestId, app, state, jobId } : { changed: 0 };
    return ok({ ...outcomeOf(app, state), facts });
  },
});

const outcomeOf = (app: string, state: TaskState): Outcome => ({
  summary: { key: state === "proved" ? "tasks.proved" : "tasks.notProved" },
  href: `/deploys?app=${app}`,
});

/** How its request ended: well only where the world shows it, and a failure is told. */
async function settle(
  tx: ConsoleTransaction,
  { requestId, app, operation, seen }: z.infer<typeof input>,
): Promise<void> {
  const { state } = seen;
  if (state === "proved") {
    const outcomeText = canonical((await provedOutcome(tx, { requestId, app })) as unknown as Json);
    await endFollowed(tx, requestId, { ending: "succeeded", outcomeText });
    return;
  }
  if (state === "lost") {
    await endFollowed(tx, requestId, { ending: "unknown", failureCode: "outcome_unknown" });
    return;
  }
  await endFollowed(tx, requestId, { ending: "failed", failureCode: taskFailureOf(state) }); // guard: task-failed-as-failed
  await postNotice(tx, {
    kind: "task.failed",
    href: `/operations/${requestId}`,
    audience: { roles: ["responder", "admin"] },
    urgency: "tell",
    dedupKey: `task.failed/${requestId}`,
    values: { operation, code: taskFailureOf(state) },
  });
}
