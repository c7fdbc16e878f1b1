import { randomUUID } from "node:crypto";
import type { Query } from "./reviews";

/** People of this test's own whom Clerk, as we remember it, gave one role each. @returns their ids, in that order */
export async function newColleagues(query: Query, roles: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const role of roles) {
    const [row] = await query<{ id: string }>(
      `WITH person AS (INSERT INTO people (id, email, name) VALUES (gen_random_uuid(), $1, $2) RETURNING id),
            seen AS (INSERT INTO role_snapshots (person_id, roles) SELECT id, ARRAY[$3] FROM person)
       SELECT id::text FROM person`,
      [`${randomUUID()}@colleagues.example`, `Colleague ${ids.length + 1}`, role],
    );
    ids.push(row?.id ?? "");
  }
  return ids;
}

/** Somebody whom we remember as a responder and whose account Clerk does not have. @returns their id */
export async function formerMember(query: Query): Promise<string> {
  const [id = ""] = await newColleagues(query, ["responder"]);
  await query(
    "INSERT INTO person_accounts (clerk_user_id, person_id, linked_at) VALUES ($1, $2, now() - interval '1 day')",
    [`user_${randomUUID()}`, id],
  );
  await query("UPDATE role_snapshots SET seen_at = now() - interval '1 minute' WHERE person_id = $1", [id]);
  return id;
}

/** A grant of ours that nobody asked for, for each of them. */
export async function giveAll(query: Query, people: readonly string[], role: string): Promise<void> {
  await query(
    "INSERT INTO role_grants (id, person_id, role) SELECT gen_random_uuid(), id, $2 FROM unnest($1::uuid[]) AS id",
    [people, role],
  );
}

/** Takes every such person away again, with all that was given to them. */
export async function forgetColleagues(query: Query): Promise<void> {
  const theirs = "(SELECT id FROM people WHERE email LIKE '%@colleagues.example')";
  await query(
    `DELETE FROM bypass_codes WHERE enrolment_id IN (SELECT id FROM bypass_enrolments WHERE person_id IN ${theirs})`,
    [],
  );
  for (const table of ["api_tokens", "signals", "bypass_enrolments", "role_grants", "role_blocks", "role_snapshots"])
    await query(`DELETE FROM ${table} WHERE person_id IN ${theirs}`, []);
  await query("DELETE FROM people WHERE email LIKE '%@colleagues.example'", []);
}
