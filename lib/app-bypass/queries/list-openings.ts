import "server-only";
import type { Actor, HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { AppOpening, UseLine } from "../shapes";

type Row = Omit<AppOpening, "openedAt" | "endsAt" | "endedAt"> & { openedAt: Date; endsAt: Date; endedAt: Date | null };

/** Openings of apps: those that are open, or the latest that are over. At most 50. */
export async function listOpenings(_actor: Actor, { open }: { open: boolean }): Promise<AppOpening[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT o.id::text, a.id AS app, a.name AS "appName", o.rung, o.session_minutes AS "sessionMinutes", o.routes, o.people,
           o.request_id::text AS "requestId", p.name AS "openedBy", r.reason, r.incident, o.opened_at AS "openedAt", o.ends_at AS "endsAt",
           (SELECT q.name FROM approvals v JOIN people q ON q.id = v.person_id
             WHERE v.request_id = r.id AND v.decision = 'approved' ORDER BY v.decided_at DESC LIMIT 1) AS "approvedBy",
           CASE WHEN o.ended_at IS NULL AND o.ends_at <= now() THEN o.ends_at ELSE o.ended_at END AS "endedAt",
           e.name AS "endedBy", o.uses_kept AS "usesKept", o.uses_beyond AS "usesBeyond"
      FROM app_bypasses o
      JOIN apps a ON a.id = o.app_id
      JOIN action_requests r ON r.id = o.request_id
      JOIN people p ON p.id = r.requester_id
      LEFT JOIN people e ON e.id = o.ended_by
     WHERE (o.ended_at IS NULL AND o.ends_at > now()) = ${open}
     ORDER BY o.opened_at DESC, o.id LIMIT 50`;
  return rows.map(({ openedAt, endsAt, endedAt, ...opening }) => ({
    ...opening,
    openedAt: openedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

/** What an app reported under one opening, latest first. At most 200. */
export async function listUses(_actor: HumanActor, openingId: string): Promise<UseLine[]> {
  const rows = await consoleDb().$queryRaw<(Omit<UseLine, "at"> & { at: Date })[]>`
    SELECT id::text, at, method, route, subject, reference AS "requestId"
      FROM app_bypass_uses WHERE opening_id = ${openingId}::uuid ORDER BY at DESC, id LIMIT 200`;
  return rows.map(({ at, ...line }) => ({ ...line, at: at.toISOString() }));
}

export type EndableOpening = { id: string; appName: string; openedBy: string; incident: string | null };

/** An opening that nobody has ended, whatever its hour. */
export async function findEndableOpening(id: string): Promise<EndableOpening | null> {
  const [row] = await consoleDb().$queryRaw<EndableOpening[]>`
    SELECT o.id::text, a.name AS "appName", p.name AS "openedBy", r.incident
      FROM app_bypasses o
      JOIN apps a ON a.id = o.app_id
      JOIN action_requests r ON r.id = o.request_id
      JOIN people p ON p.id = r.requester_id
     WHERE o.id = ${id}::uuid AND o.ended_at IS NULL`;
  return row ?? null;
}
