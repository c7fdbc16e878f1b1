import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { isTaskOver } from "../rules/follow";
import type { TaskSeen } from "../shapes";

export type NewTaskFollow = {
  requestId: string;
  appId: string;
  serviceId: string;
  operation: string;
  task: string;
  given: readonly string[];
  command: string;
  knownJobs: readonly string[];
};

/**
 * Written before the call goes out: whoever comes later knows what to look for.
 * @returns false while the same command is on its way there, or nobody knows whether it is: of two at once, one is written
 */
export async function keepTaskFollow(tx: ConsoleTransaction, follow: NewTaskFollow): Promise<boolean> {
  const { given, knownJobs, ...rest } = follow;
  const row = { ...rest, given: [...given], knownJobs: [...knownJobs], state: "asked" };
  const { count } = await tx.taskFollow.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** The host took it: from now on the worker watches. */
export async function acceptTaskFollow(
  tx: ConsoleTransaction,
  { requestId, jobId }: { requestId: string; jobId: string | null },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE task_follows SET state = 'accepted', job_id = coalesce(${jobId}, job_id), changed_at = now()
     WHERE request_id = ${requestId}::uuid AND state = 'asked' AND final_at IS NULL`;
}

/** Closes what did not happen. */
export async function refuseTaskFollow(tx: ConsoleTransaction, requestId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE task_follows SET state = 'refused', changed_at = now(), final_at = now()
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL`;
}

/**
 * Writes down what was seen, also of what was lost sight of.
 * @returns false when that was known: of two that saw the same, one writes
 */
export async function observeTask(
  tx: ConsoleTransaction,
  { requestId, seen: { state, jobId } }: { requestId: string; seen: TaskSeen },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE task_follows SET state = ${state}, job_id = coalesce(job_id, ${jobId}), changed_at = now(),
           final_at = CASE WHEN ${isTaskOver(state)} THEN now() END
     WHERE request_id = ${requestId}::uuid AND (final_at IS NULL OR state = 'lost')
       AND (state, job_id) IS DISTINCT FROM (${state}, coalesce(job_id, ${jobId}))`;
  return changed === 1;
}
