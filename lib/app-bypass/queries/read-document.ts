import "server-only";
import type { AppActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { signDocument } from "../rules/document";
import { bypassDocument, documentGridSeconds, documentSeconds, type Rung } from "../shapes";

type Row = {
  issuedAt: Date;
  id: string | null;
  rung: Rung;
  sessionMinutes: number | null;
  routes: string[];
  people: string[];
  incident: string | null;
  endsAt: Date;
};

/** What this app may do without Clerk at this moment, signed. It is good for a minute, and never for longer than what it tells of is open. */
export async function readDocument({ appId }: AppActor): Promise<{ jws: string }> {
  const [row] = await consoleDb().$queryRaw<Row[]>`
    SELECT to_timestamp(floor(extract(epoch FROM now()) / ${documentGridSeconds}) * ${documentGridSeconds}) AS "issuedAt",
           o.id::text, o.rung, o.session_minutes AS "sessionMinutes", o.routes, o.people, r.incident, o.ends_at AS "endsAt"
      FROM (SELECT 1) AS one
      LEFT JOIN app_bypasses o ON o.app_id = ${appId} AND o.ended_at IS NULL AND o.ends_at > now()
      LEFT JOIN action_requests r ON r.id = o.request_id`;
  if (!row) throw new Error("a row for every question");
  return { jws: signDocument(bypassDocument.parse(saidOf(appId, row)), env().BYPASS_SIGNING_KEY) };
}

function saidOf(app: string, { issuedAt, id, rung, sessionMinutes, routes, people, incident, endsAt }: Row): unknown {
  const until = new Date(issuedAt.getTime() + seconds(documentSeconds));
  const said = { app, issuedAt: issuedAt.toISOString() };
  if (id === null) return { ...said, state: "closed", rung: null, expiresAt: until.toISOString() };
  const expiresAt = new Date(Math.min(until.getTime(), endsAt.getTime())).toISOString(); // guard: document-end
  const named = { verified: {}, recent: { sessionMinutes }, "read-only": { routes }, named: { people }, everyone: {} };
  return { ...said, state: "open", opening: id, incident, rung, ...named[rung], expiresAt };
}
