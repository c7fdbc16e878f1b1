import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Opening } from "../shapes";

/** @returns its id and when it ends by the database's clock; null where another one is open for that app */
export async function keepOpening(
  tx: ConsoleTransaction,
  requestId: string,
  opening: Opening,
): Promise<{ id: string; endsAt: Date } | null> {
  const { app, rung, minutes } = opening;
  const sessionMinutes = opening.rung === "recent" ? opening.sessionMinutes : null;
  const routes = opening.rung === "read-only" ? opening.routes : [];
  const people = opening.rung === "named" ? opening.people : [];
  const [kept] = await tx.$queryRaw<{ id: string; endsAt: Date }[]>`
    INSERT INTO app_bypasses (id, app_id, request_id, rung, session_minutes, routes, people, opened_at, ends_at)
    VALUES (${randomUUID()}::uuid, ${app}, ${requestId}::uuid, ${rung}, ${sessionMinutes}::int, ${routes}, ${people}, now(),
            now() + make_interval(mins => ${minutes}::int))
    ON CONFLICT (app_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING id::text, ends_at AS "endsAt"`;
  return kept ?? null;
}

export type EndedOpening = { id: string; app: string; appName: string; rung: string; incident: string | null };

/** @param endedBy the person who did; null where its time was over @returns null when it had ended before */
export async function endOpening(
  tx: ConsoleTransaction,
  { id, endedBy }: { id: string; endedBy: string | null },
): Promise<EndedOpening | null> {
  const [ended] = await tx.$queryRaw<EndedOpening[]>`
    UPDATE app_bypasses o
       SET ended_at = least(now(), o.ends_at), ended_by = ${endedBy}::uuid, ended_because = ${endedBy === null ? "expired" : "hand"}
      FROM apps a, action_requests r
     WHERE o.id = ${id}::uuid AND o.ended_at IS NULL AND a.id = o.app_id AND r.id = o.request_id
    RETURNING o.id::text, a.id AS app, a.name AS "appName", o.rung, r.incident`;
  return ended ?? null;
}

/** Those whose time is over and that nobody has ended, or those of one app. @returns their ids */
export async function listOverdue(tx: ConsoleTransaction, app: string | null = null): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM app_bypasses
     WHERE ended_at IS NULL AND ends_at <= now() AND (${app}::text IS NULL OR app_id = ${app})
     ORDER BY ends_at LIMIT 100 FOR UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}
