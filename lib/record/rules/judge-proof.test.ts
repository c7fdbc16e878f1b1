import { describe, expect, it } from "vitest";
import type { ProofChallenge } from "@/lib/passkeys/rules/proof-challenge";
import { type Algorithm, Authenticator } from "@/tests/support/authenticator";
import type { RecordEntry, StoredRecord } from "../shapes";
import { macOf, sealedText } from "./seal";
import { verifyChain } from "./verify-chain";

const origin = "https://console.example";
const hmacKey = "h".repeat(32);
const [mina, jae] = ["3f0a5c6e-0000-4000-8000-00000000000a", "3f0a5c6e-0000-4000-8000-00000000000b"];
const wanted: ProofChallenge = {
  purpose: "approve",
  requestId: "3f0a5c6e-0000-4000-8000-000000000001",
  digest: "ab".repeat(32),
  personId: jae,
  issuedAt: "2026-11-22T10:00:00.000Z",
};

const entry = (personId: string, what: Partial<RecordEntry>): RecordEntry => ({
  kind: "proof",
  operation: "delivery.retry",
  actor: { kind: "person", personId, name: "Jae", roles: ["admin"] },
  requestId: wanted.requestId,
  digest: wanted.digest,
  ref: "ref",
  reason: null,
  incident: null,
  code: null,
  facts: {},
  ...what,
});

/** A record that was written just so, with every seal in order: only what passkeys signed can be wrong. */
async function verdictOf(...entries: RecordEntry[]): Promise<string> {
  const rows: StoredRecord[] = [];
  for (const [index, each] of entries.entries()) {
    const previous = rows.at(-1);
    const place = { seq: BigInt(index + 1), recordedAt: "2026-11-22T10:00:01.000000Z" };
    const text = sealedText(each, { ...place, previous: previous ? Buffer.from(previous.mac).toString("hex") : "" });
    const { kind, operation, requestId } = each;
    const personId = each.actor.kind === "person" ? each.actor.personId : null;
    rows.push({ ...place, kind, operation, personId, requestId, entry: text, mac: macOf(text, hmacKey) });
  }
  const stream = (async function* () {
    yield* rows;
  })();
  const { verdict, firstBadSeq } = await verifyChain(stream, [], { hmacKey, checkpointKeyPem: "" });
  return firstBadSeq === null ? verdict : `${verdict} at ${firstBadSeq}`;
}

const enrolled = (passkey: Authenticator, personId = jae): RecordEntry =>
  entry(personId, {
    kind: "outcome",
    operation: "passkey.add",
    facts: { passkeyId: passkey.id, publicKey: passkey.cose.toString("base64url") },
  });
const removed = (passkey: Authenticator): RecordEntry =>
  entry(jae, { kind: "outcome", operation: "passkey.remove", facts: { passkeyId: passkey.id } });

type Bend = Parameters<Authenticator["prove"]>[1];
function proved(passkey: Authenticator, ask: ProofChallenge = wanted, bend: Bend = {}): RecordEntry {
  const { issuedAt, response } = passkey.prove(ask, bend);
  const { id: passkeyId, ...said } = response;
  const publicKey = passkey.cose.toString("base64url");
  return entry(ask.personId, {
    facts: { proof: "passkey", purpose: ask.purpose, passkeyId, issuedAt, origin, publicKey, ...said },
  });
}
const approved = entry(jae, { kind: "decision", facts: { decision: "approved", proof: "passkey" } });
const changed = (row: RecordEntry, facts: RecordEntry["facts"]): RecordEntry => ({
  ...row,
  facts: { ...row.facts, ...facts },
});
function flipped(row: RecordEntry, part: "authenticatorData" | "signature", place: number): RecordEntry {
  const bytes = Buffer.from(String(row.facts[part]), "base64url");
  bytes[place] = (bytes[place] ?? 0) ^ 0x04;
  return changed(row, { [part]: bytes.toString("base64url") });
}

describe("a record in which passkeys decided", () => {
  it.each(["ES256", "RS256", "EdDSA"] as const satisfies Algorithm[])(
    "is intact when %s signed it",
    async (algorithm) => {
      const passkey = new Authenticator(origin, { algorithm });
      expect(await verdictOf(enrolled(passkey), proved(passkey), approved)).toBe("intact");
    },
  );

  const passkey = new Authenticator(origin);
  const proof = proved(passkey);
  const stranger = new Authenticator(origin);
  const bad: [string, RecordEntry][] = [
    ["another digest", { ...proof, digest: "ac".repeat(32) }],
    ["another request", { ...proof, requestId: "3f0a5c6e-0000-4000-8000-00000000000f" }],
    ["another purpose", changed(proof, { purpose: "deny" })],
    ["another instant", changed(proof, { issuedAt: "2026-11-22T10:00:00.001Z" })],
    ["another person", { ...proof, actor: { kind: "person", personId: mina, name: "Mina", roles: [] } }],
    ["another origin", changed(proof, { origin: "https://other.example" })],
    ["another signature", flipped(proof, "signature", 20)],
    ["the bit of the checked person taken away", flipped(proof, "authenticatorData", 32)],
    ["nobody checked", proved(passkey, wanted, { userVerified: false })],
    [
      "a swapped key, which signed it well",
      { ...proved(stranger), facts: { ...proved(stranger).facts, passkeyId: passkey.id } },
    ],
    ["a passkey that nobody enrolled", proved(stranger)],
    ["nothing that was signed", changed(proof, { signature: null })],
  ];
  it.each(bad)("names the row with %s", async (_what, row) => {
    expect(await verdictOf(enrolled(passkey), row)).toBe("assertion_invalid at 2");
  });

  it("does not count a passkey before it was enrolled, nor after it was removed, nor another person's", async () => {
    expect(await verdictOf(proof, enrolled(passkey))).toBe("assertion_invalid at 1");
    expect(await verdictOf(enrolled(passkey), removed(passkey), proof)).toBe("assertion_invalid at 3");
    expect(await verdictOf(enrolled(passkey), proof, removed(passkey))).toBe("intact");
    expect(await verdictOf(enrolled(passkey, mina), proof)).toBe("assertion_invalid at 2");
  });

  it("does not count what was signed a second time", async () => {
    const later = proved(passkey, { ...wanted, issuedAt: "2026-11-22T10:01:00.000Z" });
    expect(await verdictOf(enrolled(passkey), proof, later)).toBe("intact");
    expect(await verdictOf(enrolled(passkey), proof, later, proof)).toBe("assertion_invalid at 4");
  });

  it("names a decision, and a run, that lean on a passkey which signed nothing for them", async () => {
    const ran = entry(jae, { kind: "intent", facts: { proof: "passkey" } });
    const denied = entry(jae, { kind: "decision", facts: { decision: "denied", proof: "passkey" } });
    for (const row of [approved, denied, ran]) expect(await verdictOf(row)).toBe("assertion_invalid at 1");
    for (const row of [denied, ran])
      expect(await verdictOf(enrolled(passkey), proof, row)).toBe("assertion_invalid at 3");
    const asked = proved(passkey, { ...wanted, purpose: "request" });
    expect(await verdictOf(enrolled(passkey), asked, ran)).toBe("intact");
    const byCode = entry(jae, { kind: "decision", facts: { decision: "approved", proof: "clerk" } });
    expect(await verdictOf(byCode)).toBe("intact");
  });
});
