import { describe, expect, it } from "vitest";
import { canonical } from "@/lib/core/canonical";
import { type Algorithm, Authenticator } from "@/tests/support/authenticator";
import { type Assertion, checkAssertion } from "./check-assertion";
import { readCoseKey } from "./cose-key";
import { isFreshChallenge, type ProofChallenge, proofChallengeText } from "./proof-challenge";
import { isFreshRegistration, registrationChallenge, registrationTokenOf } from "./registration-challenge";

const origin = "https://console.example";
const wanted: ProofChallenge = {
  purpose: "approve",
  requestId: "3f0a5c6e-0000-4000-8000-000000000001",
  digest: "ab".repeat(32),
  personId: "3f0a5c6e-0000-4000-8000-000000000002",
  issuedAt: "2026-11-22T10:00:00.000Z",
};
type Bend = Parameters<Authenticator["prove"]>[1];

function assertionOf(passkey: Authenticator, bend?: Bend): Assertion {
  const { authenticatorData, clientDataJSON, signature } = passkey.prove(wanted, bend).response;
  return { publicKey: passkey.cose.toString("base64url"), authenticatorData, clientDataJSON, signature };
}
const fault = (given: Assertion, challenge: Partial<ProofChallenge & { origin: string }> = {}) =>
  checkAssertion(given, { ...wanted, origin, ...challenge });
/** The same bytes but for one bit. */
function flipped(text: string, place: number): string {
  const bytes = Buffer.from(text, "base64url");
  bytes[place] = (bytes[place] ?? 0) ^ 0x01;
  return bytes.toString("base64url");
}

describe.each(["ES256", "RS256", "EdDSA"] as const satisfies Algorithm[])("an assertion by %s", (algorithm) => {
  const passkey = new Authenticator(origin, { algorithm });
  const good = assertionOf(passkey);

  it("holds with nothing but the public key", () => {
    expect(fault(good)).toBeNull();
  });

  const others: [keyof ProofChallenge, string][] = [
    ["purpose", "deny"],
    ["requestId", "3f0a5c6e-0000-4000-8000-00000000000f"],
    ["digest", "ac".repeat(32)],
    ["personId", "3f0a5c6e-0000-4000-8000-00000000000f"],
    ["issuedAt", "2026-11-22T10:00:00.001Z"],
  ];
  it.each(others)("says nothing of another %s", (part, value) => {
    expect(fault(good, { [part]: value })).toBe("wrong_challenge");
  });

  it("does not hold with another key, another signature, or other words under the signature", () => {
    const stranger = new Authenticator(origin, { algorithm }).cose.toString("base64url");
    expect(fault({ ...good, publicKey: stranger })).toBe("bad_signature");
    expect(fault({ ...good, signature: flipped(good.signature, 20) })).toBe("bad_signature");
    expect(fault({ ...good, authenticatorData: flipped(good.authenticatorData, 36) })).toBe("bad_signature");
    const spaced = Buffer.from(good.clientDataJSON, "base64url").toString().replace("{", "{ ");
    expect(fault({ ...good, clientDataJSON: Buffer.from(spaced).toString("base64url") })).toBe("bad_signature");
  });

  const bends: [string, Bend, string][] = [
    ["without a check of the person", { userVerified: false }, "user_unverified"],
    ["with nobody present", { userPresent: false }, "user_absent"],
    ["at another site", { origin: "https://console.example.evil" }, "wrong_origin"],
    ["at the same host without encryption", { origin: "http://console.example" }, "wrong_origin"],
    ["inside a page of another site", { crossOrigin: true }, "wrong_origin"],
    ["when it was made", { type: "webauthn.create" }, "wrong_type"],
    ["for a challenge of somebody's own", { challenge: "A".repeat(43) }, "wrong_challenge"],
  ];
  it.each(bends)("does not hold when it was given %s", (_how, bend, name) => {
    expect(fault(assertionOf(passkey, bend))).toBe(name);
  });

  it("can't be made to look checked: the bit is under the signature", () => {
    const unchecked = assertionOf(passkey, { userVerified: false });
    const data = Buffer.from(unchecked.authenticatorData, "base64url");
    data[32] = (data[32] ?? 0) | 0x04;
    expect(fault({ ...unchecked, authenticatorData: data.toString("base64url") })).toBe("bad_signature");
  });

  it("of another host is not ours, though its page says so", () => {
    const other = new Authenticator("https://other.example", { algorithm });
    const { authenticatorData } = other.prove(wanted).response;
    expect(fault({ ...good, authenticatorData })).toBe("wrong_relying_party");
  });
});

describe("what is no assertion at all", () => {
  const good = assertionOf(new Authenticator(origin));
  it.each(["publicKey", "authenticatorData", "clientDataJSON", "signature"] as const)("does not hold: %s", (part) => {
    for (const nonsense of ["", "AA", "bnVsbA", good[part].slice(0, 12)])
      expect(fault({ ...good, [part]: nonsense })).not.toBeNull();
  });

  it("is no key, when anything follows it, stands twice, or is of another kind", () => {
    const key = new Authenticator(origin).cose;
    expect(readCoseKey(key).algorithm).toBe(-7);
    expect(() => readCoseKey(Buffer.concat([key, Buffer.from([0])]))).toThrow("follows");
    expect(() => readCoseKey(Buffer.from([0xa2, 1, 2, 1, 2]))).toThrow("twice");
    expect(() => readCoseKey(Buffer.from([0xa2, 1, 2, 3, 0x38, 34]))).toThrow("kind");
    const offCurve = Buffer.from(key);
    offCurve[offCurve.length - 1] = (offCurve.at(-1) ?? 0) ^ 0x01;
    expect(() => readCoseKey(offCurve)).toThrow();
  });
});

describe("a challenge", () => {
  it("is of one text, the same that canonical JSON would write", () => {
    expect(proofChallengeText(wanted)).toBe(canonical({ ...wanted, origin: "sallyport proof v1" }));
  });

  it("is good for five minutes, and not before its time", () => {
    const issued = new Date("2026-11-22T10:00:00.000Z");
    const after = (ms: number): boolean => isFreshChallenge(issued, new Date(issued.getTime() + ms));
    expect([-5_001, -5_000, 0, 300_000, 300_001].map(after)).toEqual([false, true, true, true, false]);
  });

  it("of a new passkey is another one for another person, session, token or key, and old after ten minutes", () => {
    const now = new Date("2026-11-22T10:00:00.000Z");
    const token = registrationTokenOf(now, Buffer.alloc(16, 7));
    const ask = { token, personId: "p", sessionId: "s" };
    const all = [ask, { ...ask, personId: "q" }, { ...ask, sessionId: "t" }, { ...ask, token: `${token}x` }];
    const challenges = all.map((each) => registrationChallenge(each, "k".repeat(32)));
    expect(new Set([...challenges, registrationChallenge(ask, "l".repeat(32))]).size).toBe(5);
    const after = (ms: number): boolean => isFreshRegistration(token, new Date(now.getTime() + ms));
    expect([-1, 0, 600_000, 600_001].map(after)).toEqual([false, true, true, false]);
  });
});
