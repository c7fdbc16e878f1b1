import type { Query } from "./reviews";

export const verdict = { category: "webhook_backlog", severity: "sev3", reason: "They told us of their maintenance." };

/** Nobody's word holds any more. */
export const forgetOverrides = (query: Query) => query("DELETE FROM triage_overrides", []);

/** Has a person's word hold, in place of whatever held. @param since how many seconds ago they said it */
export async function heldOverride(query: Query, email: string, { since = 0, severity = "sev3" } = {}): Promise<void> {
  await forgetOverrides(query);
  await query(
    `INSERT INTO triage_overrides (id, category, severity, reason, person_id, started_at, ends_at)
     SELECT gen_random_uuid(), 'webhook_backlog', $3, 'They told us of it.', id, now() - make_interval(secs => $2::float8),
            now() - make_interval(secs => $2::float8) + interval '4 hours'
       FROM people WHERE email = $1`,
    [email, since, severity],
  );
}
