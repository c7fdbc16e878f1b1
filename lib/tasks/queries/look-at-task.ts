import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type HostedJob, listHostedJobs, readHostedJob } from "@/lib/connectors/render/jobs";
import { ok, type Result } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { catalogue } from "../rules/catalogue";
import { jobOf, taskStateOf } from "../rules/follow";
import { isPrintedProof } from "../rules/printed";
import type { TaskSeen } from "../shapes";
import type { TaskFollow } from "./list-tasks";
import { isShownByKeySet } from "./proof-in-key-set";
import { isShownByLog } from "./proof-in-log";
import { isShownByTables } from "./proof-in-tables";

/** So far back one looks for jobs that were there before. @source Render: at most 100 a page */
export const jobsListed = 100;

/** When the world is asked, too: once the host says that it succeeded, or as soon as there is a job that may have done it. */
export type Asking = "after_success" | "at_once";

/** Where a task is: with one read of its job, and one or two of what it should have done. */
export async function lookAtTask(actor: Actor, follow: TaskFollow, asking: Asking): Promise<Result<TaskSeen>> {
  const found = await jobAtHost(follow);
  if (!found.ok) return found;
  const job = found.value;
  const proved = job !== null && isWorthAsking(job, asking) ? await isProved(actor, follow, job) : null;
  return ok({ state: taskStateOf(follow, job, proved), jobId: job?.id ?? follow.jobId });
}

const isWorthAsking = ({ status }: HostedJob, asking: Asking): boolean =>
  status === "succeeded" || (asking === "at_once" && !["failed", "canceled"].includes(status));

async function jobAtHost(follow: TaskFollow): Promise<Result<HostedJob | null>> {
  const { serviceId, jobId } = follow;
  if (jobId !== null) {
    const job = told(await readHostedJob(serviceId, jobId));
    // A job that the host has forgotten says nothing any more; it is lost in its time, and blocks nobody for ever.
    return !job.ok && job.refusal.code === "host_not_found" ? ok(null) : job;
  }
  const listed = told(await listHostedJobs(serviceId, jobsListed));
  return listed.ok ? ok(jobOf(follow, listed.value)) : listed;
}

/** @returns null where nobody could look */
async function isProved(actor: Actor, { task, given, serviceId }: TaskFollow, job: HostedJob): Promise<boolean | null> {
  const { provedBy } = catalogue[task];
  if (isPrintedProof(provedBy)) return isShownByLog(actor, { proof: provedBy, given, serviceId }, job);
  const byTables = await isShownByTables(actor, provedBy, given);
  return byTables === true ? isShownByKeySet(actor, provedBy, given) : byTables; // guard: proof-in-key-set
}
