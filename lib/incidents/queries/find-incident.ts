import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { type Entry, type EntryKind, entryValues, type Incident, type IncidentCard } from "../shapes";
import { type CardRow, cardColumns, incidentCard, incidentsWithNames } from "./columns";

type EntryRow = {
  id: string;
  kind: string;
  happenedAt: Date;
  recordedAt: Date;
  text: string | null;
  values: unknown;
  author: string | null;
};

export async function findCard(_actor: Actor, number: number): Promise<IncidentCard | null> {
  const [row] = await consoleDb().$queryRaw<CardRow[]>`
    SELECT ${cardColumns} FROM ${incidentsWithNames} WHERE i.number = ${number}`;
  return row ? incidentCard(row) : null;
}

/** An incident with its timeline, the oldest first. */
export async function findIncident(_actor: Actor, number: number): Promise<Incident | null> {
  const [row] = await consoleDb().$queryRaw<(CardRow & { id: string })[]>`
    SELECT i.id::text, ${cardColumns} FROM ${incidentsWithNames} WHERE i.number = ${number}`;
  if (!row) return null;
  const entries = await consoleDb().$queryRaw<EntryRow[]>`
    SELECT e.id::text, e.kind, e.happened_at AS "happenedAt", e.recorded_at AS "recordedAt", e.text, e.values, p.name AS author
      FROM incident_entries e LEFT JOIN people p ON p.id = e.person_id
     WHERE e.incident_id = ${row.id}::uuid ORDER BY e.happened_at, e.recorded_at, e.id`;
  return { ...incidentCard(row), timeline: entries.map(entryOf) };
}

function entryOf({ kind, happenedAt, recordedAt, values, ...shown }: EntryRow): Entry {
  return {
    ...shown,
    kind: kind as EntryKind,
    happenedAt: happenedAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    values: entryValues.safeParse(values).data ?? {},
  };
}
