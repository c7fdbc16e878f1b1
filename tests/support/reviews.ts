import type { QueryResultRow } from "pg";

/** Runs a statement on the console's database that a test is about, as its owner. */
export type Query = <Row extends QueryResultRow>(sql: string, values: unknown[]) => Promise<Row[]>;

export const answers = {
  whatHappened: "The signing key stood in a log line from 02:10 on.",
  why: "A new logger printed whole request headers.",
  whatToChange: "Headers are redacted before they are logged; a test holds it.",
};

type Owed = { email: string; written?: boolean; lateHours?: number };

/** A review of an emergency act of that person. @returns its id */
export async function owedReview(query: Query, { email, written = false, lateHours }: Owed): Promise<string> {
  const texts = written ? Object.values(answers) : ["", "", ""];
  const [row] = await query<{ id: string }>(
    `INSERT INTO reviews (id, subject_kind, subject_id, operation, subject, actor_id, due_at, what_happened, why, what_to_change,
                          written_by_id, written_at)
     SELECT gen_random_uuid(), 'operation', gen_random_uuid(), 'key.compromise', 'kid-2026-11', id,
            now() + make_interval(hours => $2), $3, $4, $5, CASE WHEN $6 THEN id END, CASE WHEN $6 THEN now() END
       FROM people WHERE email = $1 RETURNING id::text`,
    [email, lateHours === undefined ? 24 : -lateHours, ...texts, written],
  );
  if (!row) throw new Error(`${email} is nobody here`);
  return row.id;
}

/** Takes away every review that was made up here. */
export async function forgetReviews(query: Query): Promise<void> {
  await query("DELETE FROM reviews WHERE subject = 'kid-2026-11'", []);
}
