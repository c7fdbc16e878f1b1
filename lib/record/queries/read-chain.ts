import "server-only";
import { consoleDb } from "@/lib/core/db";
import type { StoredRecord } from "../shapes";

const pageRows = 5_000;

/** The whole record in order, streamed in pages. For verification and export, which act for nobody in particular. */
export async function* readChain(): AsyncGenerator<StoredRecord> {
  let after = 0n;
  for (;;) {
    const rows = await consoleDb().$queryRaw<StoredRecord[]>`
      SELECT seq, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt", kind, operation,
             person_id::text AS "personId", request_id::text AS "requestId", entry, mac
        FROM record WHERE seq > ${after} ORDER BY seq LIMIT ${pageRows}`;
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    after = last.seq;
  }
}

/** Size and head of the record as it stands. */
export async function readHead(): Promise<{ size: number; head: string }> {
  const [last] = await consoleDb().$queryRaw<
    { seq: bigint; mac: Uint8Array }[]
  >`SELECT seq, mac FROM record ORDER BY seq DESC LIMIT 1`;
  return last ? { size: Number(last.seq), head: Buffer.from(last.mac).toString("hex") } : { size: 0, head: "" };
}
