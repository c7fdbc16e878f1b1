import type { HostedJob } from "@/lib/connectors/render/jobs";
import type { RefusalCode } from "@/lib/core/errors";
import type { TaskState } from "../shapes";

/** A task on its way, as it was kept. */
export type FollowedTask = {
  command: string;
  knownJobs: readonly string[];
  jobId: string | null;
  state: TaskState;
  ageSeconds: number;
  /** Since something of it changed last. */
  unchangedSeconds: number;
};

/** Longer than any task of the catalogue may take; then nobody waits for it any more. */
const watchedForSeconds = 3_600;
/** So long after its end the log of a job may still be on its way. */
const provesWithinSeconds = 30;

const ends: readonly TaskState[] = ["proved", "disproved", "failed", "canceled", "refused"];

/** Whether the worker has nothing more to see of it. */
export const isTaskOver = (state: TaskState): boolean => ends.includes(state) || state === "lost";

/** Whether it is known how it ended. What was lost sight of may still be looked for. */
export const isTaskDecided = (state: TaskState): boolean => ends.includes(state);

/** What its request fails with. */
export function taskFailureOf(state: TaskState): RefusalCode {
  if (state === "canceled") return "task_canceled";
  return state === "disproved" ? "task_not_proved" : "task_failed";
}

/**
 * The job that came of a call: the one that is known by its id, else one with the same command that was not listed before the call. It
 * does not go by clocks: the host has its own.
 */
export function jobOf(
  { jobId, knownJobs, command }: Pick<FollowedTask, "jobId" | "knownJobs" | "command">,
  listed: readonly HostedJob[],
): HostedJob | null {
  if (jobId !== null) return listed.find(({ id }) => id === jobId) ?? null;
  const ours = listed.filter(({ id, startCommand }) => !knownJobs.includes(id) && startCommand === command); // guard: own-job
  return ours.at(-1) ?? null;
}

/**
 * Where a task is, from what the host says of its job now.
 * @param proved whether the world shows that it was done; null where nobody looked, or could not
 */
export function taskStateOf(followed: FollowedTask, job: HostedJob | null, proved: boolean | null): TaskState {
  const state = job === null ? followed.state : stateOf(followed, job.status, proved);
  return !isTaskOver(state) && followed.ageSeconds > watchedForSeconds ? "lost" : state;
}

function stateOf({ state: before, unchangedSeconds }: FollowedTask, status: string, proved: boolean | null): TaskState {
  if (status === "failed" || status === "canceled") return status;
  if (proved === true) return "proved";
  if (status === "pending" || status === "running") return status;
  if (status !== "succeeded") return "unknown";
  const late = before === "succeeded" && unchangedSeconds > provesWithinSeconds;
  return proved === false && late ? "disproved" : "succeeded"; // guard: proof-after-success
}
