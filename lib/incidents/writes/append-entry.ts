import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { clip } from "@/lib/core/text";
import { type EntryKind, type EntryValues, numberOfIncident } from "../shapes";

export type NewEntry = {
  kind: EntryKind;
  /** A person's own words. */
  text?: string;
  values?: EntryValues;
  /** Null: the console itself. */
  personId: string | null;
  /** When it was, where that is not now: an ISO text. */
  happenedAt?: string | null;
};

const longestValue = 200;

/**
 * Adds a line to the timeline of an incident, over or not: what happened under it belongs to it.
 * @returns false when there is no such incident
 */
export async function appendEntry(tx: ConsoleTransaction, number: number, entry: NewEntry): Promise<boolean> {
  const { kind, text = null, personId, happenedAt = null } = entry;
  const added = await tx.$executeRaw`
    INSERT INTO incident_entries (id, incident_id, happened_at, recorded_at, kind, text, values, person_id)
    SELECT ${randomUUID()}::uuid, id, coalesce(${happenedAt}::timestamptz, clock_timestamp()), clock_timestamp(), ${kind}, ${text},
           ${JSON.stringify(storable(entry.values ?? {}))}::jsonb, ${personId}::uuid
      FROM incidents WHERE number = ${number}`;
  return added === 1;
}

/** The same for an incident that somebody named. A name that is none of ours belongs to another system, and is left alone. */
export async function appendToNamed(tx: ConsoleTransaction, name: string | null, entry: NewEntry): Promise<void> {
  const number = name === null ? null : numberOfIncident(name);
  if (number !== null) await appendEntry(tx, number, entry);
}

/** A name may be long and strange; a line stays short and storable. */
const storable = (values: EntryValues): EntryValues =>
  JSON.parse(
    JSON.stringify(values, (_name, value: unknown) =>
      typeof value === "string" ? clip(value.toWellFormed().replaceAll("\u0000", ""), longestValue - 1) : value,
    ),
  ) as EntryValues;
