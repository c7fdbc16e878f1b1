import "server-only";
import type { Actor, SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Followed } from "../rules/follow";
import type { FollowLine, Pause } from "../shapes";

export type Follow = Followed & { requestId: string; appId: string; serviceId: string; operation: string };
/** With the trace of its request. */
type CarriedFollow = Follow & { traceparent: string | null };

/** Changes that the host has accepted and that are not at their end, oldest first. */
export async function listDeployFollows(_actor: SystemActor): Promise<CarriedFollow[]> {
  return consoleDb().$queryRaw<CarriedFollow[]>`
    SELECT request_id::text AS "requestId", app_id AS "appId", service_id AS "serviceId", operation, aim, trigger, commit, state,
           known_deploys AS "knownDeploys", known_instances AS "knownInstances", deploy_id AS "deployId",
           extract(epoch FROM now() - started_at)::float8 AS "ageSeconds",
           extract(epoch FROM now() - changed_at)::float8 AS "unchangedSeconds",
           (SELECT r.traceparent FROM action_requests r WHERE r.id = request_id) AS traceparent
      FROM deploy_follows WHERE final_at IS NULL AND state <> 'asked' ORDER BY started_at LIMIT 100`;
}

/** What was kept of one request's call, also when nobody knows whether it was heard. */
export async function findFollow(_actor: Actor, requestId: string): Promise<Follow | null> {
  const [follow] = await consoleDb().$queryRaw<Follow[]>`
    SELECT request_id::text AS "requestId", app_id AS "appId", service_id AS "serviceId", operation, aim, trigger, commit, state,
           known_deploys AS "knownDeploys", known_instances AS "knownInstances", deploy_id AS "deployId",
           extract(epoch FROM now() - started_at)::float8 AS "ageSeconds",
           extract(epoch FROM now() - changed_at)::float8 AS "unchangedSeconds"
      FROM deploy_follows WHERE request_id = ${requestId}::uuid`;
  return follow ?? null;
}

/** What this console did to each app lately: all that goes on, and what ended within the last day, newest first. */
export async function listRecentFollows(_actor: Actor): Promise<Map<string, FollowLine[]>> {
  const rows = await consoleDb().deployFollow.findMany({
    where: { OR: [{ finalAt: null }, { finalAt: { gt: new Date(Date.now() - 86_400_000) } }] },
    orderBy: { startedAt: "desc" },
    take: 100,
  });
  const byApp = new Map<string, FollowLine[]>();
  for (const { appId, requestId, operation, aim, state, deployId, instances, renewed, startedAt, finalAt } of rows) {
    const [words, seen] = [{ aim, state } as Pick<FollowLine, "aim" | "state">, { deployId, instances, renewed }];
    const at = { startedAt: startedAt.toISOString(), finalAt: finalAt?.toISOString() ?? null };
    byApp.set(appId, [...(byApp.get(appId) ?? []), { requestId, operation, ...words, ...seen, ...at }]);
  }
  return byApp;
}

/** Auto-deploy that this console has switched off and nobody switched on again here. */
export async function listPauses(_actor: Actor): Promise<Pause[]> {
  const rows = await consoleDb().autoDeployPause.findMany({ where: { endedAt: null }, orderBy: { pausedAt: "asc" } });
  return rows.map(({ appId, requestId, pausedAt }) => ({ app: appId, requestId, pausedAt: pausedAt.toISOString() }));
}

/** Pauses of which nobody was reminded today, from the second day on, oldest first. */
export async function listDuePauses(
  _actor: SystemActor,
): Promise<{ app: string; serviceId: string; requestId: string }[]> {
  return consoleDb().$queryRaw`
    SELECT app_id AS app, service_id AS "serviceId", request_id::text AS "requestId" FROM auto_deploy_pauses
     WHERE ended_at IS NULL AND now() >= paused_at + (reminded + 1) * interval '1 day' ORDER BY paused_at LIMIT 50`;
}
