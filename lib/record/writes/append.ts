import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { genesis, macOf, sealedText } from "../rules/seal";
import type { RecordEntry } from "../shapes";

/**
 * Adds one row to the record. Call it last in the transaction: it takes the chain's lock until commit.
 * `record_head()` locks and then reads the head with a fresh snapshot, in one round trip.
 * @throws when the row can't be written; the caller's transaction must then roll back: no record, no operation
 */
export async function appendRecord(tx: ConsoleTransaction, entry: RecordEntry): Promise<bigint> {
  const [head] = await tx.$queryRaw<
    { seq: bigint; mac: Uint8Array | null; at: string }[]
  >`SELECT seq, mac, at FROM record_head()`;
  if (!head) throw new Error("record_head() gave no row");
  const seq = head.seq + 1n;
  const previous = head.mac ? Buffer.from(head.mac).toString("hex") : genesis;
  const text = sealedText(entry, { seq, recordedAt: head.at, previous });
  const personId = "personId" in entry.actor ? entry.actor.personId : null;
  await tx.$executeRaw`
    INSERT INTO record (seq, recorded_at, kind, operation, person_id, request_id, entry, mac)
    VALUES (${seq}, ${head.at}::timestamptz, ${entry.kind}, ${entry.operation}, ${personId}::uuid, ${entry.requestId}::uuid, ${text},
            ${macOf(text, env().RECORD_HMAC_KEY)})`;
  return seq;
}
