import type { ClientBase } from "pg";
import { type Task, TaskAborted, type TaskCall } from "./task";

const MOST = 50;
const PATIENCE_MS = 3_000;

type ClerkUser = {
  id: string;
  email_addresses: { id: string; email_address: string }[];
  primary_email_address_id: string;
};

/** Asks Clerk for each of them, as the app that runs here would, and writes all or none. */
const upsert: Task = {
  usage: "people:upsert_from_clerk[clerk_id,...]",
  arity: [1, MOST],
  async run(client, call) {
    const ids = [...new Set(call.values)];
    const users = await Promise.all(ids.map((id) => fetchUser(id, call)));
    const lines: string[] = [];
    for (const user of users) lines.push(`${await write(client, user)} ${user.id}`);
    return lines;
  },
};

export const PEOPLE_TASKS: Task[] = [upsert];

async function fetchUser(id: string, { env }: TaskCall): Promise<ClerkUser> {
  const answer = await fetch(`${env.CLERK_API_URL}/v1/users/${encodeURIComponent(id)}`, {
    headers: { authorization: `Bearer ${env.CLERK_SECRET_KEY}`, "user-agent": "identity-provider" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw new TaskAborted("Clerk cannot be reached");
  });
  if (!answer.ok) throw new TaskAborted(`Clerk answered ${answer.status} for ${id}`);
  return (await answer.json()) as ClerkUser;
}

async function write(client: ClientBase, user: ClerkUser): Promise<string> {
  const { email_addresses: addresses, primary_email_address_id: primary } = user;
  const email = addresses.find(({ id }) => id === primary)?.email_address;
  if (email === undefined) throw new TaskAborted(`${user.id} has no primary e-mail address`);
  const { rows } = await client.query<{ inserted: boolean }>(
    `INSERT INTO users AS person (clerk_id, email, created_at, updated_at) VALUES ($1, $2, now(), now())
     ON CONFLICT (clerk_id) DO UPDATE SET email = EXCLUDED.email, updated_at = now() WHERE person.email <> EXCLUDED.email
     RETURNING xmax = 0 AS inserted`,
    [user.id, email],
  );
  if (!rows[0]) return "unchanged";
  return rows[0].inserted ? "inserted" : "updated";
}
