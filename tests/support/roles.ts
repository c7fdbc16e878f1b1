import type pg from "pg";
import { control } from "./control";

/** While the work goes on, Clerk says that this person has only these roles. Afterwards all is as before, in our memory as well. */
export async function whileRolesAre<T>(
  owner: pg.Pool,
  { email, roles }: { email: string; roles: string[] },
  work: () => Promise<T>,
): Promise<T> {
  const before = (await control.describe()).people.find((person) => person.email === email)?.roles ?? [];
  await control.setRoles(email, roles);
  try {
    return await work();
  } finally {
    await control.setRoles(email, before);
    await forgetRoles(owner, email);
  }
}

/** Lets what we remember of a person's roles grow old, so that Clerk is asked again at the next sight. */
export async function forgetRoles(owner: pg.Pool, email: string): Promise<void> {
  await owner.query(
    "UPDATE role_snapshots SET seen_at = seen_at - interval '1 minute' WHERE person_id = (SELECT id FROM people WHERE email = $1)",
    [email],
  );
}

/** Makes us remember that Clerk said so, that long ago. */
export async function rememberRoles(
  owner: pg.Pool,
  email: string,
  { roles, ageSeconds }: { roles: string[]; ageSeconds: number },
) {
  await owner.query(
    `INSERT INTO role_snapshots (person_id, roles, seen_at) SELECT id, $2, now() - make_interval(secs => $3) FROM people WHERE email = $1
     ON CONFLICT (person_id) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at`,
    [email, roles, ageSeconds],
  );
}
