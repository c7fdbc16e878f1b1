import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/console/client";
import type { IncidentCard, IncidentFilter } from "../shapes";
import { type CardRow, cardColumns, incidentCard, incidentsWithNames } from "./columns";

const ofState: Record<IncidentFilter["state"], Prisma.Sql> = {
  all: Prisma.sql`true`,
  open: Prisma.sql`i.resolved_at IS NULL`,
  resolved: Prisma.sql`i.resolved_at IS NOT NULL`,
};

/** What is not over stands first, then the newest. `after` in the filter is the number of the last one that was shown. */
export async function listIncidents(
  _actor: Actor,
  { state, after }: IncidentFilter,
  limit: number,
): Promise<{ cards: IncidentCard[]; more: boolean }> {
  const last = after === "" ? null : Number(after);
  const rows = await consoleDb().$queryRaw<CardRow[]>`
    SELECT ${cardColumns} FROM ${incidentsWithNames}
     WHERE ${ofState[state]}
       AND (${last}::int IS NULL OR (i.resolved_at IS NULL, i.number) <
            (SELECT resolved_at IS NULL, number FROM incidents WHERE number = ${last}::int))
     ORDER BY (i.resolved_at IS NULL) DESC, i.number DESC LIMIT ${limit + 1}`;
  return { cards: rows.slice(0, limit).map(incidentCard), more: rows.length > limit };
}
