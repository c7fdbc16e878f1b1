import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Checkpoint, RecordEntry, StoredRecord } from "../shapes";
import { signCheckpoint } from "./checkpoint";
import { macOf, sealedText } from "./seal";
import { type VerifyKeys, verifyChain } from "./verify-chain";

const hmacKey = "h".repeat(32);
const pem = (): string => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const checkpointKeyPem = pem();
const entry: RecordEntry = {
  kind: "outcome",
  operation: "delivery.retry",
  actor: { kind: "person", personId: "p-1", name: "Mina", roles: ["responder"] },
  requestId: "r-1",
  digest: null,
  ref: "ref",
  reason: "gateway is back",
  incident: null,
  code: null,
  facts: {},
};

function chain(length: number, key: string | ((seq: number) => string) = hmacKey): StoredRecord[] {
  const rows: StoredRecord[] = [];
  for (let index = 1; index <= length; index += 1) {
    const recordedAt = `2026-11-22T06:00:00.${String(index).padStart(6, "0")}Z`;
    const before = rows.at(-1);
    const text = sealedText(entry, {
      seq: BigInt(index),
      recordedAt,
      previous: before ? Buffer.from(before.mac).toString("hex") : "",
    });
    rows.push({
      seq: BigInt(index),
      recordedAt,
      kind: entry.kind,
      operation: entry.operation,
      personId: "p-1",
      requestId: "r-1",
      entry: text,
      mac: macOf(text, typeof key === "string" ? key : key(index)),
    });
  }
  return rows;
}
const checkpointAt = (rows: StoredRecord[], size: number, key = checkpointKeyPem): Checkpoint =>
  signCheckpoint(
    { size, head: Buffer.from(rows[size - 1]?.mac ?? []).toString("hex"), at: "2026-11-22T06:10:00.000Z" },
    key,
  );
async function verify(
  rows: StoredRecord[],
  checkpoints: Checkpoint[] = [],
  before?: VerifyKeys["before"],
): Promise<[string, string | null]> {
  const stream = (async function* () {
    yield* rows;
  })();
  const { verdict, firstBadSeq } = await verifyChain(stream, checkpoints, {
    hmacKey,
    checkpointKeyPem,
    ...(before && { before }),
  });
  return [verdict, firstBadSeq];
}
const at = (rows: StoredRecord[], seq: number): StoredRecord => rows[seq - 1] as StoredRecord;

describe("verifying the record", () => {
  it("finds an untouched chain intact, also when empty", async () => {
    const rows = chain(20);
    expect(await verify(rows, [checkpointAt(rows, 10), checkpointAt(rows, 20)])).toEqual(["intact", null]);
    expect(await verify([])).toEqual(["intact", null]);
  });

  it("G-01 names the row of which one byte was edited", async () => {
    const rows = chain(9);
    at(rows, 4).entry = at(rows, 4).entry.replace("gateway", "Gateway");
    expect(await verify(rows)).toEqual(["edited", "4"]);
  });

  it("G-02 names the gap where a row in the middle was deleted", async () => {
    const rows = chain(9);
    rows.splice(4, 1);
    expect(await verify(rows)).toEqual(["missing", "5"]);
  });

  it("G-03 misses a deleted tail only when nothing was signed beyond it", async () => {
    const rows = chain(9);
    const checkpoint = checkpointAt(rows, 9);
    expect(await verify(rows.slice(0, 6), [checkpoint])).toEqual(["tail_missing", "7"]);
  });

  it("G-04 names an inserted row", async () => {
    const rows = chain(5);
    const text = sealedText(entry, { seq: 6n, recordedAt: "2026-11-22T07:00:00.000000Z", previous: "" });
    rows.push({
      ...at(rows, 5),
      seq: 6n,
      recordedAt: "2026-11-22T07:00:00.000000Z",
      entry: text,
      mac: macOf(text, "w".repeat(32)),
    });
    expect(await verify(rows)).toEqual(["edited", "6"]);
    const twice = chain(5);
    twice.splice(2, 0, { ...at(twice, 2) });
    expect(await verify(twice)).toEqual(["out_of_order", "3"]);
  });

  it("G-05 names the first of two swapped rows", async () => {
    const rows = chain(9);
    const [third, sixth] = [
      { ...at(rows, 3), seq: 6n },
      { ...at(rows, 6), seq: 3n },
    ];
    rows[2] = sixth;
    rows[5] = third;
    expect(await verify(rows)).toEqual(["out_of_order", "3"]);
  });

  it("G-06 names a row of which only the time, or another column, was changed", async () => {
    const rows = chain(9);
    at(rows, 7).recordedAt = "2026-11-22T05:00:00.000000Z";
    expect(await verify(rows)).toEqual(["column_changed", "7"]);
    const other = chain(3);
    at(other, 2).personId = "p-2";
    expect(await verify(other)).toEqual(["column_changed", "2"]);
  });

  it("G-07 sees a chain recomputed without the key, and G-08 one recomputed with it but not signed", async () => {
    expect(await verify(chain(5, "x".repeat(32)))).toEqual(["edited", "1"]);
    const before = chain(5);
    const rewritten = chain(5).map((row) => ({ ...row }));
    const text = at(rewritten, 5).entry.replace("gateway", "nothing");
    rewritten[4] = { ...at(rewritten, 5), entry: text, mac: macOf(text, hmacKey) };
    expect(await verify(rewritten, [checkpointAt(before, 5)])).toEqual(["history_replaced", "5"]);
  });

  it("sees a checkpoint that somebody else signed", async () => {
    const rows = chain(5);
    expect(await verify(rows, [checkpointAt(rows, 5, pem())])).toEqual(["checkpoint_forged", "5"]);
  });
});

describe("a record whose keys were replaced", () => {
  const oldKey = "o".repeat(32);
  const oldPem = pem();
  const before = { hmacKeys: [oldKey], checkpointKeyPems: [oldPem] };
  const replacedAfter = (last: number) => (seq: number) => (seq > last ? hmacKey : oldKey);

  it("verifies with all of them, rows and checkpoints alike", async () => {
    const rows = chain(6, replacedAfter(4));
    const checkpoints = [checkpointAt(rows, 6), checkpointAt(rows, 3, oldPem)];
    expect(await verify(rows, checkpoints, before)).toEqual(["intact", null]);
    expect(await verify(chain(4, oldKey), [], before)).toEqual(["intact", null]);
  });

  it("does not verify without those that it began with", async () => {
    const rows = chain(6, replacedAfter(4));
    expect(await verify(rows)).toEqual(["edited", "1"]);
    expect(await verify(chain(3), [checkpointAt(chain(3), 3, oldPem)])).toEqual(["checkpoint_forged", "3"]);
  });

  it("takes nothing that an old key sealed or signed after a later one was used", async () => {
    const rows = chain(6, (seq) => (seq === 5 ? hmacKey : oldKey));
    expect(await verify(rows, [], before)).toEqual(["edited", "6"]);
    const whole = chain(6);
    const checkpoints = [checkpointAt(whole, 3), checkpointAt(whole, 6, oldPem)];
    expect(await verify(whole, checkpoints, before)).toEqual(["checkpoint_forged", "6"]);
  });
});
