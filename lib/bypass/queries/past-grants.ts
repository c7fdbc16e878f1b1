import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Ending, PastGrant, TriedAttempt } from "../shapes";

type GrantRow = Omit<PastGrant, "own" | "openedAt" | "endedAt" | "review" | "requests"> & {
  personId: string;
  openedAt: Date;
  endedAt: Date | null;
  reviewId: string | null;
  dueAt: Date | null;
  filedAt: Date | null;
  late: boolean | null;
};

/** Openings that are over, the latest first, each with everything that was asked or decided under it and with its review. */
export async function listPastGrants(actor: HumanActor, limit: number): Promise<PastGrant[]> {
  const rows = await consoleDb().$queryRaw<GrantRow[]>`
    SELECT g.id::text, g.person_id::text AS "personId", p.name AS "personName", g.drill, g.opener, g.factor AS "openedWith", g.reason,
           g.incident, g.opened_at AS "openedAt", coalesce(g.ended_at, g.expires_at) AS "endedAt",
           coalesce(g.ended_because, 'expired') AS "endedBecause", b.name AS "endedByName", r.id::text AS "reviewId",
           r.due_at AS "dueAt", r.filed_at AS "filedAt", coalesce(r.filed_at, now()) > r.due_at AS late
      FROM bypass_grants g
      JOIN people p ON p.id = g.person_id
      LEFT JOIN people b ON b.id = g.ended_by
      LEFT JOIN reviews r ON r.subject_kind = 'grant' AND r.subject_id = g.id
     WHERE g.ended_at IS NOT NULL OR g.expires_at <= now()
     ORDER BY g.opened_at DESC, g.id DESC LIMIT ${limit}`;
  const requests = await listRequestsUnder(rows.map(({ id }) => id));
  return rows.map(({ personId, openedAt, endedAt, endedBecause, reviewId, dueAt, filedAt, late, ...grant }) => ({
    ...grant,
    own: personId === actor.personId,
    openedAt: openedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    endedBecause: endedBecause as Ending,
    review:
      reviewId === null || dueAt === null
        ? null
        : { id: reviewId, dueAt: dueAt.toISOString(), filedAt: filedAt?.toISOString() ?? null, late: late ?? false },
    requests: requests
      .filter(({ grantId }) => grantId === grant.id)
      .map(({ grantId: _grantId, ...request }) => request),
  }));
}

type RequestRow = Omit<PastGrant["requests"][number], "at" | "subject"> & {
  grantId: string;
  at: Date;
  shownText: string;
};

/** What was asked under these grants, and what was decided about others' requests, in the order in which it was done. */
async function listRequestsUnder(grants: readonly string[]) {
  const sessions = grants.map((id) => `grant_${id}`);
  const rows = await consoleDb().$queryRaw<RequestRow[]>`
    SELECT substr(done.session_id, 7) AS "grantId", q.id::text, q.operation, q.state, done.part, done.at, q.shown_text AS "shownText"
      FROM (SELECT session_id, id AS request_id, 'asked' AS part, created_at AS at FROM action_requests
             WHERE session_id = ANY(${sessions})
            UNION ALL
            SELECT session_id, request_id, decision, decided_at FROM approvals WHERE session_id = ANY(${sessions})) done
      JOIN action_requests q ON q.id = done.request_id
     ORDER BY done.at, q.id`;
  return rows.map(({ at, shownText, ...row }) => ({ ...row, at: at.toISOString(), subject: subjectOf(shownText) }));
}

function subjectOf(shownText: string): string {
  try {
    const shown = JSON.parse(shownText) as { subject?: unknown } | null;
    return typeof shown?.subject === "string" ? shown.subject : "";
  } catch {
    return "";
  }
}

/** Who tried to come in and was not let in, the latest first, within a week. Somebody who is not enrolled has no name here. */
export async function listRefusedAttempts(_actor: HumanActor, limit: number): Promise<TriedAttempt[]> {
  const rows = await consoleDb().$queryRaw<(Omit<TriedAttempt, "at"> & { at: Date })[]>`
    SELECT a.id::text, p.name AS "personName", a.factor, a.outcome, a.attempted_at AS at
      FROM bypass_attempts a LEFT JOIN people p ON p.id = a.person_id
     WHERE a.outcome <> 'opened' AND a.attempted_at > now() - interval '7 days'
     ORDER BY a.attempted_at DESC, a.id DESC LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
