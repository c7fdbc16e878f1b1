import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { requestId as requestIdShape } from "@/lib/requests/shapes";
import { etaSecondsOf } from "../rules/pace";
import type { RevocationView } from "../shapes";

type Row = Omit<RevocationView, "begunBefore" | "startedAt" | "finalAt" | "etaSeconds" | "failures"> & {
  begunBefore: Date;
  startedAt: Date;
  finalAt: Date | null;
  calls: number;
};

/** Where a revocation is; counts only, so that everybody with a role may see it. */
export async function findRevocationView(actor: Actor, requestId: string): Promise<RevocationView | null> {
  const [view] = await readViews(actor, { requestId, limit: 1 });
  return view ?? null;
}

/** The latest ones, those that go on first. */
export const listRevocations = (actor: Actor, limit: number): Promise<RevocationView[]> =>
  readViews(actor, { requestId: null, limit });

/** @refuses revocation_not_found */
export async function revocationView(actor: Actor, id: string): Promise<RevocationView> {
  const known = requestIdShape.safeParse(id);
  const view = known.success ? await findRevocationView(actor, known.data) : null;
  if (!view) throw new Refused({ code: "revocation_not_found" });
  return view;
}

async function readViews(
  _actor: Actor,
  { requestId, limit }: { requestId: string | null; limit: number },
): Promise<RevocationView[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT v.request_id::text AS "requestId", v.scope, v.user_id AS "userId", cardinality(v.except_users) AS excepted,
           v.begun_before AS "begunBefore", v.state, v.phase, v.pass, v.users_total AS "usersTotal", v.users_seen AS "usersSeen",
           v.pass_seen AS "passSeen", v."left", v.put_off AS "putOff", v.calls_per_second AS "callsPerSecond", v.trouble, v.calls,
           who.name AS "startedBy", v.started_at AS "startedAt", v.final_at AS "finalAt", met.revoked, met.gone, met.failed
      FROM session_revocations v JOIN action_requests r ON r.id = v.request_id JOIN people who ON who.id = r.requester_id
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE s.state = 'revoked')::int AS revoked, count(*) FILTER (WHERE s.state = 'gone')::int AS gone,
              count(*) FILTER (WHERE s.state = 'failed')::int AS failed
         FROM revoked_sessions s WHERE s.request_id = v.request_id) met
     WHERE ${requestId}::uuid IS NULL OR v.request_id = ${requestId}::uuid
     ORDER BY v.final_at IS NOT NULL, v.started_at DESC LIMIT ${limit}`;
  return Promise.all(rows.map(async (row) => viewOf(row, row.failed > 0 ? await failuresOf(row.requestId) : [])));
}

const failuresOf = (requestId: string): Promise<RevocationView["failures"]> =>
  consoleDb().$queryRaw`
    SELECT coalesce(reason, 'unknown') AS reason, count(*)::int AS sessions FROM revoked_sessions
     WHERE request_id = ${requestId}::uuid AND state = 'failed' GROUP BY 1 ORDER BY 2 DESC LIMIT 5`;

function viewOf({ calls, ...row }: Row, failures: RevocationView["failures"]): RevocationView {
  return {
    ...row,
    failures,
    begunBefore: row.begunBefore.toISOString(),
    startedAt: row.startedAt.toISOString(),
    finalAt: row.finalAt?.toISOString() ?? null,
    etaSeconds: row.state === "running" ? etaSecondsOf({ ...row, calls }) : null,
  };
}
