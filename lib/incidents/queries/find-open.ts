import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Category } from "@/lib/triage/shapes";
import { type NamedIncident, nameOfIncident, type OpenIncident } from "../shapes";
import { type CardRow, cardColumns, incidentsWithNames, openIncident } from "./columns";

/** The newest incident that is not over, of one category or of any; null in quiet times. */
export async function findOpenIncident(_actor: Actor, category: Category | null = null): Promise<OpenIncident | null> {
  const [row] = await consoleDb().$queryRaw<CardRow[]>`
    SELECT ${cardColumns} FROM ${incidentsWithNames}
     WHERE i.resolved_at IS NULL AND (${category}::text IS NULL OR i.category = ${category}) ORDER BY i.number DESC LIMIT 1`;
  return row ? openIncident(row) : null;
}

/** How many incidents are not over. */
export async function countOpenIncidents(_actor: Actor): Promise<number> {
  const [counted] = await consoleDb().$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM incidents WHERE resolved_at IS NULL`;
  return counted?.open ?? 0;
}

/** By name and title what an act may belong to: every incident that is not over, the newest first, at most 20. */
export async function listOpenIncidents(_actor: Actor): Promise<NamedIncident[]> {
  const rows = await consoleDb().$queryRaw<{ number: number; title: string }[]>`
    SELECT number, title FROM incidents WHERE resolved_at IS NULL ORDER BY number DESC LIMIT 20`;
  return rows.map(({ number, title }) => ({ name: nameOfIncident(number), title }));
}
