import { randomUUID } from "node:crypto";
import type { Query } from "./reviews";

/** What a scanner says of a key that it found. */
export const aReport = (changes: Record<string, unknown> = {}) => ({
  kind: "leaked_key",
  source: "secret-scanner",
  reference: randomUUID(),
  subject: "whk-eb-3",
  note: "Found in a paste.",
  observedAt: new Date().toISOString(),
  ...changes,
});

/** A signal that stands, reported in that person's name. @returns its id */
export async function keptSignal(
  query: Query,
  { email, reference = randomUUID(), kind = "leaked_key", heardHoursAgo = 0 }: KeptSignal,
): Promise<string> {
  const id = randomUUID();
  await query(
    `INSERT INTO signals (id, kind, source, reference, subject, note, state, person_id, observed_at, raised_at, heard_at)
     SELECT $1, $2, 'secret-scanner', $3, 'whk-eb-3', 'Found in a paste.', 'raised', id, now() - make_interval(hours => $5),
            now() - make_interval(hours => $5), now() - make_interval(hours => $5) FROM people WHERE email = $4`,
    [id, kind, reference, email, heardHoursAgo],
  );
  return id;
}

type KeptSignal = { email: string; reference?: string; kind?: string; heardHoursAgo?: number };
