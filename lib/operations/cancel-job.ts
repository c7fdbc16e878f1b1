import "server-only";
import { z } from "zod";
import { cancelHostedJob, readHostedJob } from "@/lib/connectors/render/jobs";
import { ok, refuse } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { requestId } from "@/lib/requests/shapes";
import { findTaskFollow } from "@/lib/tasks/queries/list-tasks";
import { isTaskOver } from "@/lib/tasks/rules/follow";
import { jobId } from "@/lib/tasks/shapes";
import { defineOperation, quietPreview } from "./define";
import { NotAnswered } from "./deploys/ask-host";

const frozenJob = z.strictObject({ serviceId: z.string(), jobId });

/**
 * Stops a one-off job that this console has started, before it ends. What it has done until then stays; its own request says so.
 * @refuses task_not_found, task_ended, and what the host refuses
 * @source Render: POST /services/{id}/jobs/{jobId}/cancel
 */
export const cancelJob = defineOperation({
  name: "job.cancel",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ request: requestId }),

  async preview({ actor }, { request }) {
    const follow = await findTaskFollow(actor, request);
    if (!follow?.jobId) return refuse("task_not_found");
    if (isTaskOver(follow.state)) return refuse("task_ended");
    const { serviceId, task } = follow;
    return ok(quietPreview(`${task} ${follow.jobId}`, { serviceId, jobId: follow.jobId }));
  },

  async run(_context, { request }, frozen) {
    const job = frozenJob.parse(frozen);
    const answer = await cancelHostedJob(job.serviceId, job.jobId);
    if (!answer.ok) {
      if (answer.failure.kind === "unknown_outcome") throw new NotAnswered();
      return { ok: false, refusal: hostRefusal(answer.failure) };
    }
    return ok({ summary: { key: "tasks.canceling" }, href: `/operations/${request}`, facts: { jobId: job.jobId } });
  },

  async reconcile(_context, request) {
    const job = frozenJob.parse(JSON.parse(request.targetText));
    const seen = told(await readHostedJob(job.serviceId, job.jobId));
    if (!seen.ok || ["pending", "running"].includes(seen.value.status)) return { happened: "undecided" };
    return seen.value.status === "canceled"
      ? { happened: true, outcome: { summary: { key: "tasks.canceling" } } }
      : { happened: false };
  },
});
