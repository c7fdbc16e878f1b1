import { consoleRows } from "./rows";

/** A row of the record, as far as tests judge it. */
export type Recorded = {
  seq: number;
  kind: string;
  operation: string;
  code: string | null;
  ref: string;
  actor: { kind: string; name?: string; clerkUserId?: string | null };
  facts: Record<string, unknown>;
};

type Entry = Omit<Recorded, "seq">;

/** What the worker writes by itself, whenever it likes: its refusals are of another kind, but of the same actor. */
const byPeople = "kind <> 'system' AND entry::jsonb #>> '{actor,kind}' <> 'system'";

/** Where the record of what people did ends now: what follows is what a test caused. */
export async function recordLength(): Promise<number> {
  const [row] = await consoleRows<{ length: number }>(
    `SELECT seq::int AS length FROM record WHERE ${byPeople} ORDER BY seq DESC LIMIT 1`,
  );
  return row?.length ?? 0;
}

/** Rows that people caused after `since`. */
export async function recordedSince(since: number): Promise<Recorded[]> {
  const rows = await consoleRows<{ seq: number; entry: string }>(
    `SELECT seq::int, entry FROM record WHERE seq > $1 AND ${byPeople} ORDER BY seq`,
    [since],
  );
  return rows.map(({ seq, entry }) => ({ seq, ...(JSON.parse(entry) as Entry) }));
}

/** All rows about one request, oldest first. */
export async function recordedOf(requestId: string): Promise<Recorded[]> {
  const rows = await consoleRows<{ seq: number; entry: string }>(
    "SELECT seq::int, entry FROM record WHERE request_id = $1 ORDER BY seq",
    [requestId],
  );
  return rows.map(({ seq, entry }) => ({ seq, ...(JSON.parse(entry) as Entry) }));
}
