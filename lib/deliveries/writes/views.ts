import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { viewLimit } from "../shapes";

type Kept = { personId: string; name: string; query: string; shared: boolean };

/** In the place of one's own of that name. @returns its id; null where its person has as many as anybody may */
export async function saveView(
  tx: ConsoleTransaction,
  { personId, name, query, shared }: Kept,
): Promise<string | null> {
  // Two pages at once: each counts what the other has saved.
  await tx.$executeRaw`SELECT 1 FROM people WHERE id = ${personId}::uuid FOR UPDATE`;
  const [kept] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO delivery_views (id, person_id, name, query, shared)
    SELECT ${randomUUID()}::uuid, ${personId}::uuid, ${name}, ${query}, ${shared}
     WHERE (SELECT count(*) FROM delivery_views WHERE person_id = ${personId}::uuid AND name <> ${name}) < ${viewLimit}
    ON CONFLICT (person_id, name) DO UPDATE SET query = excluded.query, shared = excluded.shared, saved_at = now()
    RETURNING id::text AS id`;
  return kept?.id ?? null;
}

/** @returns the name of what this call removed; null where this person has no such view */
export async function removeView(tx: ConsoleTransaction, id: string, personId: string): Promise<string | null> {
  const [gone] = await tx.$queryRaw<{ name: string }[]>`
    DELETE FROM delivery_views WHERE id = ${id}::uuid AND person_id = ${personId}::uuid RETURNING name`; // guard: view-owner
  return gone?.name ?? null;
}
