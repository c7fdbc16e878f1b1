import { timingSafeEqual } from "node:crypto";
import type { Checkpoint, StoredRecord, Verdict, Verification } from "../shapes";
import { isGenuine } from "./checkpoint";
import { ProofJudge } from "./judge-proof";
import { KeysInTurn } from "./keys-in-turn";
import { genesis, macOf } from "./seal";

/** `before`: keys that were replaced, oldest first. */
export type VerifyKeys = {
  hmacKey: string;
  checkpointKeyPem: string;
  before?: { hmacKeys: readonly string[]; checkpointKeyPems: readonly string[] };
};

type Sealed = {
  seq?: unknown;
  recordedAt?: unknown;
  previous?: unknown;
  kind?: unknown;
  operation?: unknown;
  requestId?: unknown;
  actor?: { personId?: unknown };
};

/**
 * Walks the record once, in order, and names the first row that is not what was written, or whose passkey did not sign it. Needs no
 * database: rows may come from a file.
 * @param rows ascending by `seq`
 * @param checkpoints in any order; kept where the writer of the database can't reach
 */
export async function verifyChain(
  rows: AsyncIterable<StoredRecord>,
  checkpoints: readonly Checkpoint[],
  keys: VerifyKeys,
): Promise<Verification> {
  const forged = firstForged(checkpoints, [...(keys.before?.checkpointKeyPems ?? []), keys.checkpointKeyPem]);
  const bySize = new Map(checkpoints.map((checkpoint) => [checkpoint.size, checkpoint]));
  const proofs = new ProofJudge();
  const sealKeys = new KeysInTurn([...(keys.before?.hmacKeys ?? []), keys.hmacKey]);
  let count = 0;
  let previous = genesis;
  const found = (verdict: Verdict, seq: bigint | number | null, detail: string): Verification => ({
    verdict,
    rows: count,
    checkpoints: checkpoints.length,
    firstBadSeq: seq === null ? null : seq.toString(),
    detail,
  });
  if (forged) return found("checkpoint_forged", forged.size, "a checkpoint's signature does not verify");
  for await (const row of rows) {
    const expected = BigInt(count + 1);
    if (row.seq !== expected)
      return found(
        row.seq > expected ? "missing" : "out_of_order",
        expected,
        `found ${row.seq} where ${expected} belongs`,
      );
    const fault = judge(row, previous, sealKeys) ?? proofs.judge(row);
    if (fault) return found(fault.verdict, row.seq, fault.detail);
    previous = Buffer.from(row.mac).toString("hex");
    count += 1;
    const checkpoint = bySize.get(count);
    if (checkpoint && checkpoint.head !== previous)
      return found("history_replaced", row.seq, "the row is not the one that was signed");
  }
  const longest = Math.max(0, ...bySize.keys());
  if (longest > count)
    return found("tail_missing", count + 1, `a checkpoint signed ${longest} rows, ${count} are here`);
  return found("intact", null, "every row is as it was written");
}

/** The smallest that none of the keys signed, or a key that had been replaced by then. */
function firstForged(checkpoints: readonly Checkpoint[], keyPems: readonly string[]): Checkpoint | undefined {
  const signingKeys = new KeysInTurn(keyPems);
  return checkpoints
    .toSorted((a, b) => a.size - b.size)
    .find((checkpoint) => !signingKeys.fits((keyPem) => isGenuine(checkpoint, keyPem)));
}

function judge(row: StoredRecord, previous: string, keys: KeysInTurn): { verdict: Verdict; detail: string } | null {
  const stored = Buffer.from(row.mac);
  const isSealedBy = (key: string): boolean => {
    const mac = macOf(row.entry, key);
    return stored.length === mac.length && timingSafeEqual(mac, stored);
  };
  if (!keys.fits(isSealedBy)) return { verdict: "edited", detail: "the row's MAC does not fit its text" };
  const sealed = JSON.parse(row.entry) as Sealed;
  if (sealed.seq !== row.seq.toString())
    return { verdict: "out_of_order", detail: `the row was written as ${String(sealed.seq)}` };
  if (sealed.previous !== previous)
    return { verdict: "broken_link", detail: "the row does not follow the one before it" };
  const same =
    sealed.recordedAt === row.recordedAt &&
    sealed.kind === row.kind &&
    sealed.operation === row.operation &&
    (sealed.requestId ?? null) === row.requestId &&
    (sealed.actor?.personId ?? null) === row.personId;
  return same ? null : { verdict: "column_changed", detail: "a column differs from the sealed text" };
}
