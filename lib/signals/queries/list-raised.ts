import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { fadesAfterHours, type RaisedSignal } from "../shapes";

type Row = Omit<RaisedSignal, "raisedAt" | "heardAt" | "fadesAt"> & { raisedAt: Date; heardAt: Date; fadesAt: Date };

/** What stands reported, newest first. */
export async function listRaisedSignals(_actor: Actor): Promise<RaisedSignal[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT s.id::text AS id, s.kind, s.source, s.reference, s.subject, s.note, p.name AS "reportedBy",
           s.raised_at AS "raisedAt", s.heard_at AS "heardAt", s.heard_at + make_interval(hours => ${fadesAfterHours}) AS "fadesAt",
           greatest(extract(epoch FROM now() - s.raised_at) * 1000, 0)::float8 AS "raisedMs",
           greatest(extract(epoch FROM now() - s.heard_at) * 1000, 0)::float8 AS "heardMs"
      FROM signals s JOIN people p ON p.id = s.person_id
     WHERE s.state = 'raised' AND s.heard_at > now() - make_interval(hours => ${fadesAfterHours})
     ORDER BY s.raised_at DESC, s.id DESC LIMIT 1000`;
  return rows.map((row) => ({
    ...row,
    raisedAt: row.raisedAt.toISOString(),
    heardAt: row.heardAt.toISOString(),
    fadesAt: row.fadesAt.toISOString(),
  }));
}
