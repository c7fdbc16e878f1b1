import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Override } from "../shapes";

type Row = Omit<Override, "at" | "until" | "measured"> & { at: Date; until: Date };

/** The verdict of a person that holds now, by the database's clock. */
export async function findOverride(_actor: Actor): Promise<Omit<Override, "measured"> | null> {
  const [held] = await consoleDb().$queryRaw<Row[]>`
    SELECT o.category, o.severity, o.reason, p.name AS by, o.started_at AS at, o.ends_at AS until
      FROM triage_overrides o JOIN people p ON p.id = o.person_id
     WHERE o.cleared_at IS NULL AND o.ends_at > now()`;
  return held ? { ...held, at: held.at.toISOString(), until: held.until.toISOString() } : null;
}
