import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { isOver } from "../rules/follow";
import type { FollowAim, FollowSeen, FollowState } from "../shapes";

export type NewFollow = {
  requestId: string;
  appId: string;
  serviceId: string;
  operation: string;
  aim: FollowAim;
  knownDeploys: readonly string[];
  knownInstances: readonly string[];
  trigger?: string;
  commit?: string;
  deployId?: string;
};

/** Written before the call goes out: whoever comes later knows what to look for. */
export async function keepFollow(tx: ConsoleTransaction, follow: NewFollow): Promise<void> {
  const { knownDeploys, knownInstances, ...rest } = follow;
  const known = { knownDeploys: [...knownDeploys], knownInstances: [...knownInstances] };
  await tx.deployFollow.create({ data: { ...rest, ...known, state: "asked" } });
}

/** The host took it: from now on the worker watches. @returns false when somebody knew that already */
export async function acceptFollow(
  tx: ConsoleTransaction,
  { requestId, deployId }: { requestId: string; deployId: string | null },
): Promise<boolean> {
  const accepted = await tx.$executeRaw`
    UPDATE deploy_follows SET state = 'accepted', deploy_id = coalesce(${deployId}, deploy_id), changed_at = now()
     WHERE request_id = ${requestId}::uuid AND state = 'asked' AND final_at IS NULL`;
  return accepted === 1;
}

/** Closes what did not happen. */
export async function closeFollow(tx: ConsoleTransaction, requestId: string, state: FollowState): Promise<void> {
  await tx.$executeRaw`
    UPDATE deploy_follows SET state = ${state}, changed_at = now(), final_at = now()
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL`;
}

/**
 * Writes down what was seen.
 * @returns false when that was known: of two that saw the same, one writes
 */
export async function observeFollow(
  tx: ConsoleTransaction,
  { requestId, aim, seen }: { requestId: string; aim: FollowAim; seen: FollowSeen },
): Promise<boolean> {
  const { state, deployId, instances, renewed } = seen;
  const changed = await tx.$executeRaw`
    UPDATE deploy_follows SET state = ${state}, deploy_id = coalesce(deploy_id, ${deployId}), instances = ${instances},
           renewed = ${renewed}, changed_at = now(), final_at = CASE WHEN ${isOver(aim, state)} THEN now() END
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL
       AND (state, deploy_id, instances, renewed) IS DISTINCT FROM (${state}, coalesce(deploy_id, ${deployId}), ${instances}::int, ${renewed}::int)`;
  return changed === 1;
}
