import { describe, expect, it } from "vitest";
import { ago, aKey, aReader, aRing, noon } from "@/tests/support/key-rings";
import type { KeyRing } from "../shapes/key";
import { mayActivate, mayCompromise, mayPublish, mayRetire } from "./gates";

const codeOf = (result: { ok: true } | { ok: false; refusal: { code: string } }): string =>
  result.ok ? "ok" : result.refusal.code;
const served = { kids: ["k1", "k2"], maxAgeSeconds: 300, ageSeconds: 0 };
const soaked = aRing({ keys: [aKey("k2", "published", { publishedAt: ago(301) }), aKey("k1", "active")] });

describe("whether another key may be published", () => {
  it.each<[string, KeyRing["keys"], string]>([
    ["beside one that signs", [aKey("k1", "active")], "ok"],
    ["beside one in its grace period, too", [aKey("k2", "active"), aKey("k1", "grace")], "ok"],
    ["not beside one that waits to sign", [aKey("k2", "published"), aKey("k1", "active")], "key_already_published"],
    ["not where none signs", [aKey("k1", "retired")], "no_active_key"],
  ])("%s", (_name, keys, code) => {
    expect(codeOf(mayPublish({ keys }))).toBe(code);
  });
});

describe("whether a published key may sign", () => {
  const asked = { ring: soaked, kid: "k2", override: false, now: noon, served };
  it.each<[string, Partial<Parameters<typeof mayActivate>[0]>, string]>([
    ["once everybody has it", {}, "ok"],
    ["not one that is not there", { kid: "k9" }, "key_not_found"],
    ["not one that signs already", { kid: "k1" }, "key_wrong_state"],
    ["not while the set does not serve it", { served: { ...served, kids: ["k1"] } }, "key_not_served"],
    ["not while nobody knows what the set serves", { served: null }, "key_not_served"],
    ["not within the cache of whoever verifies", { now: new Date(noon.getTime() - 2_000) }, "key_too_early"],
    ["not even in spite of that", { now: new Date(noon.getTime() - 2_000), override: true }, "key_too_early"],
    [
      "not while somebody was not seen to have it",
      { ring: { ...soaked, readers: [aReader({ fetch: { at: ago(400), kids: ["k1"] } })] } },
      "key_not_adopted",
    ],
    [
      "in spite of that where somebody says why",
      { ring: { ...soaked, readers: [aReader({ fetch: null })] }, override: true },
      "ok",
    ],
    [
      "not by the declared cache where a longer one is declared elsewhere",
      { ring: { ...soaked, readers: [aReader(), aReader({ id: "17", declaredCacheSeconds: 302 })] } },
      "key_too_early",
    ],
    [
      "by the measured cache where none is declared",
      { ring: { ...soaked, readers: [aReader({ declaredCacheSeconds: null, measuredCacheSeconds: 302 })] } },
      "key_too_early",
    ],
  ])("%s", (_name, change, code) => {
    expect(codeOf(mayActivate({ ...asked, ...change }))).toBe(code);
  });

  it("of tokens at once where the one before has leaked, if only the set serves it; of webhooks that changes nothing", () => {
    const early = { ...asked, now: new Date(noon.getTime() - 2_000), leaked: true };
    expect(codeOf(mayActivate(early))).toBe("key_too_early");
    const tokens = { ...early, ring: { ...soaked, of: "tokens" as const } };
    expect(codeOf(mayActivate(tokens))).toBe("ok");
    expect(codeOf(mayActivate({ ...tokens, served: null }))).toBe("key_not_served");
  });

  it("says from when on it may, and who lacks it", () => {
    const early = mayActivate({ ...asked, now: new Date(noon.getTime() - 60_000) });
    expect(early).toMatchObject({ refusal: { facts: { earliest: ago(1) } } });
    const readers = [aReader(), aReader({ id: "17", name: "Norae", fetch: null })];
    const lacking = mayActivate({ ...asked, ring: { ...soaked, readers } });
    expect(lacking).toMatchObject({ refusal: { facts: { relyingParty: "Norae", count: 1 } } });
  });
});

describe("whether a key may be retired", () => {
  const asked = { ring: aRing(), kid: "k1", override: false, now: noon };
  const use = (dead: number, waiting: number) => [{ kid: "k1", dead, waiting, lastDeliveredAt: null }];
  it.each<[string, Partial<Parameters<typeof mayRetire>[0]>, string]>([
    ["once nothing needs it", {}, "ok"],
    ["never the one that signs", { kid: "k2" }, "key_wrong_state"],
    ["never the one that signs, in spite of anything", { kid: "k2", override: true }, "key_wrong_state"],
    ["not while rows wait with it", { ring: aRing({ uses: use(0, 1) }) }, "key_still_used"],
    [
      "not while rows wait with it, in spite of anything",
      { ring: aRing({ uses: use(0, 1) }), override: true },
      "key_still_used",
    ],
    ["not while dead rows would stay with it", { ring: aRing({ uses: use(1, 0) }) }, "key_still_used"],
    ["in spite of dead rows where somebody says why", { ring: aRing({ uses: use(1, 0) }), override: true }, "ok"],
    [
      "not while nobody knows what waits with it",
      { ring: aRing({ usesUnread: true }) },
      "identity_database_unreachable",
    ],
    [
      "not before its grace period ends",
      { ring: aRing({ keys: [aKey("k2", "active"), aKey("k1", "grace", { graceUntil: ago(-1) })] }) },
      "key_too_early",
    ],
    [
      "not before the last thing that it signed has left every cache",
      { ring: aRing({ uses: [{ kid: "k1", dead: 0, waiting: 0, lastDeliveredAt: ago(299) }] }) },
      "key_too_early",
    ],
    [
      "not while somebody was not seen to have the one that signs",
      { ring: aRing({ readers: [aReader({ fetch: { at: ago(10), kids: ["k1"] } })] }) },
      "key_not_adopted",
    ],
    [
      "in spite of that where somebody says why",
      { ring: aRing({ readers: [aReader({ fetch: { at: ago(10), kids: ["k1"] } })] }), override: true },
      "ok",
    ],
    ["at once where it never signed", { ring: soaked, kid: "k2", now: new Date(noon.getTime() - 290_000) }, "ok"],
    [
      "not where no other signs",
      { ring: aRing({ keys: [aKey("k1", "grace", { graceUntil: ago(1) })] }) },
      "no_active_key",
    ],
  ])("%s", (_name, change, code) => {
    expect(codeOf(mayRetire({ ...asked, ...change }))).toBe(code);
  });

  it("of tokens at once where it has leaked, but never the one that signs", () => {
    const keys = [aKey("k2", "active", { activatedAt: ago(1) }), aKey("k1", "grace")];
    const leaked = { ...asked, ring: aRing({ of: "tokens", keys }), leaked: true };
    expect(codeOf(mayRetire(leaked))).toBe("ok");
    expect(codeOf(mayRetire({ ...leaked, kid: "k2" }))).toBe("key_wrong_state");
    expect(codeOf(mayRetire({ ...leaked, ring: { ...leaked.ring, of: "12" } }))).toBe("key_too_early");
  });

  it("of tokens not before those that it signed have ended", () => {
    const keys = [aKey("k2", "active", { activatedAt: ago(3_899) }), aKey("k1", "grace")];
    const ring = aRing({ of: "tokens", keys });
    expect(codeOf(mayRetire({ ...asked, ring }))).toBe("key_too_early");
    expect(codeOf(mayRetire({ ...asked, ring, now: new Date(noon.getTime() + 2_000) }))).toBe("ok");
  });
});

describe("whether a key can be revoked and replaced", () => {
  it.each<[string, KeyRing, string, string]>([
    ["the one that signs", aRing(), "k2", "ok"],
    ["one in its grace period", aRing(), "k1", "ok"],
    ["not twice", aRing({ keys: [aKey("k2", "active"), aKey("k1", "compromised")] }), "k1", "key_wrong_state"],
    ["not where no other would sign", aRing({ keys: [aKey("k1", "grace")] }), "k1", "no_active_key"],
    ["not one that signs tokens", aRing({ of: "tokens" }), "k2", "key_task_missing"],
    ["not one that is not there", aRing(), "k9", "key_not_found"],
  ])("%s", (_name, ring, kid, code) => {
    expect(codeOf(mayCompromise({ ring, kid }))).toBe(code);
  });
});
