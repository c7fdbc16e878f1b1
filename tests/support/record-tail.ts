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

/** How long the record is now: what follows is what a test caused. */
export async function recordLength(): Promise<number> {
  const [row] = await consoleRows<{ length: number }>("SELECT coalesce(max(seq), 0)::int AS length FROM record");
  return row?.length ?? 0;
}

/** Rows that people caused after `since`. The worker writes by itself, whenever it likes. */
export async function recordedSince(since: number): Promise<Recorded[]> {
  const rows = await consoleRows<{ seq: number; entry: string }>(
    "SELECT seq::int, entry FROM record WHERE seq > $1 AND kind <> 'system' ORDER BY seq",
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
