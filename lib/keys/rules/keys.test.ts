import { describe, expect, it } from "vitest";
import { ago, aKey, aReader, aRing, noon } from "@/tests/support/key-rings";
import type { KeptRotation } from "../shapes/rotation";
import { adoptionOf } from "./adoption";
import { ifActivated, ifCompromised, ifRetired } from "./breakage";
import { drillTotal } from "./drill";
import { mayBecome, ringVersion, transitions } from "./life";
import { lastDeliveryWith } from "./lines";
import { mayReplayAfterRefresh, mismatchOf } from "./mismatch";
import { canGoOnInSpite, nextAct } from "./next-act";
import { postsOf, stageOf } from "./rotation";
import { setFaults } from "./served";

const served = (...kids: string[]) => ({ kids, maxAgeSeconds: 300, ageSeconds: 0 });

describe("the life of a key", () => {
  it("leads to being revoked from anywhere but its end, and back from nowhere", () => {
    const open = ["pending", "published", "active", "grace", "retired"] as const;
    expect(open.every((state) => mayBecome(state, "compromised"))).toBe(true);
    expect(transitions.compromised).toEqual([]);
    expect(open.filter((state) => mayBecome(state, "active"))).toEqual(["published"]);
    expect(mayBecome("active", "retired")).toBe(false);
  });

  it("changes the version of its ring, in whatever order keys are told", () => {
    const [one, other] = [aKey("k1", "active"), aKey("k2", "published")];
    expect(ringVersion({ keys: [one, other] })).toBe(ringVersion({ keys: [other, one] }));
    expect(ringVersion({ keys: [one, { ...other, state: "active" }] })).not.toBe(ringVersion({ keys: [one, other] }));
  });
});

describe("who has a key", () => {
  it.each([
    ["fetched it", { at: ago(10), kids: ["k2"] }, 300, null, "known", null, "declared"],
    ["holds an older copy, and may", { at: ago(10), kids: ["k1"] }, 300, null, "not_yet", ago(-290), "declared"],
    [
      "holds an older copy, and may by what was measured",
      { at: ago(10), kids: [] },
      null,
      60,
      "not_yet",
      ago(-50),
      "measured",
    ],
    ["should have fetched again", { at: ago(301), kids: ["k1"] }, 300, null, "overdue", ago(1), "declared"],
    ["says nothing of its cache", { at: ago(10), kids: ["k1"] }, null, null, "overdue", null, null],
    ["was never seen", null, 300, null, "never_seen", null, "declared"],
  ] as const)("who %s", (_name, fetch, declared, measured, knows, knownBy, cacheBy) => {
    const reader = aReader({ fetch, declaredCacheSeconds: declared, measuredCacheSeconds: measured });
    expect(adoptionOf(reader, "k2", noon)).toMatchObject({ knows, knownBy, cacheBy });
  });

  it("was last sent something with it by rows that name it, and of the one that signs by those that name none", () => {
    const uses = [
      { kid: null, dead: 0, waiting: 0, lastDeliveredAt: ago(5) },
      { kid: "k2", dead: 0, waiting: 0, lastDeliveredAt: ago(50) },
    ];
    expect(lastDeliveryWith({ uses }, aKey("k2", "active"))).toBe(ago(5));
    expect(lastDeliveryWith({ uses }, aKey("k2", "grace"))).toBe(ago(50));
    expect(lastDeliveryWith({ uses }, aKey("k2", "active", { activatedAt: ago(1) }))).toBe(ago(50));
    expect(lastDeliveryWith({ uses }, aKey("k1", "grace"))).toBeNull();
  });
});

describe("who breaks", () => {
  it("when a key signs: those who hold a copy without it, until it ends, and those whom nobody knows", () => {
    const readers = [
      aReader({ id: "1", name: "Has", fetch: { at: ago(1), kids: ["k3"] } }),
      aReader({ id: "2", name: "Holds", fetch: { at: ago(100), kids: ["k2"] } }),
      aReader({ id: "3", name: "Unknown", fetch: null }),
    ];
    expect(ifActivated(aRing({ readers }), "k3", noon).readers).toEqual([
      { id: "2", name: "Holds", until: ago(-200) },
      { id: "3", name: "Unknown", until: null },
    ]);
  });

  it("when a key goes: what only it may sign, and tokens that it signed", () => {
    const uses = [{ kid: "k1", dead: 2, waiting: 3, lastDeliveredAt: null }];
    expect(ifRetired(aRing({ uses }), "k1", noon)).toEqual({ readers: [], deliveries: 5, tokensUntil: null });
    const keys = [aKey("k2", "active", { activatedAt: ago(600) }), aKey("k1", "grace")];
    expect(ifRetired(aRing({ of: "tokens", keys }), "k1", noon).tokensUntil).toBe(ago(-3_000));
  });
});

describe("what comes next for a key", () => {
  it("is to sign, or to go, or nothing", () => {
    const ring = aRing({
      keys: [aKey("k3", "published"), aKey("k2", "active"), aKey("k1", "grace"), aKey("k0", "retired")],
    });
    const world = { ring, served: served("k1", "k2", "k3"), now: noon };
    const acts = ring.keys.map((key) => nextAct(world, key)?.act ?? null);
    expect(acts).toEqual(["key.activate", null, "key.retire", null]);
  });
});

describe("going on in spite of something", () => {
  it("is offered where somebody was not seen to have the key or dead rows hold it, and never against the clock", () => {
    const offered = (ring: ReturnType<typeof aRing>) => {
      const [, old] = ring.keys;
      const next = old ? nextAct({ ring, served: served("k1", "k2"), now: noon }, old) : null;
      return next !== null && canGoOnInSpite(next);
    };
    const uses = (dead: number, waiting: number) => [{ kid: "k1", dead, waiting, lastDeliveredAt: null }];
    expect(offered(aRing())).toBe(false);
    expect(offered(aRing({ readers: [aReader({ fetch: null })] }))).toBe(true);
    expect([offered(aRing({ uses: uses(1, 0) })), offered(aRing({ uses: uses(1, 1) }))]).toEqual([true, false]);
    const early = aRing({ keys: [aKey("k2", "active"), aKey("k1", "grace", { graceUntil: ago(-9) })] });
    expect(offered(early)).toBe(false);
  });
});

describe("the key set against the database", () => {
  it("lacks what should be there, holds what should not, and what nobody knows", () => {
    const rings = [
      aRing({ keys: [aKey("a", "active"), aKey("b", "published"), aKey("c", "retired"), aKey("d", "compromised")] }),
    ];
    expect(setFaults(rings, served("a", "b"))).toEqual([]);
    expect(setFaults(rings, served("a", "c", "d", "x"))).toEqual([
      { kid: "b", fault: "not_served" },
      { kid: "c", fault: "served_though_withdrawn" },
      { kid: "d", fault: "served_though_withdrawn" },
      { kid: "x", fault: "served_unknown" },
    ]);
  });
});

describe("a rotation", () => {
  const kept: KeptRotation = {
    id: "r",
    of: "12",
    oldKid: "k1",
    knownKids: ["k1"],
    beganAt: ago(99),
    by: "Jae",
    steps: [],
  };
  const publish = (state: "running" | "failed") =>
    ({ act: "publish", requestId: "r", kid: null, state, by: "Jae", at: ago(99) }) as const;
  it.each([
    ["is publishing while there is no new key", [aKey("k1", "active")], [publish("running")], "publishing"],
    ["has not published where that failed", [aKey("k1", "active")], [publish("failed")], "not_published"],
    ["soaks once the new key is there", [aKey("k2", "published"), aKey("k1", "active")], [], "soaking"],
    ["drains once it signs", [aKey("k2", "active"), aKey("k1", "grace")], [], "draining"],
    ["is done once the old one is retired", [aKey("k2", "active"), aKey("k1", "retired")], [], "done"],
    [
      "is canceled where the new one was retired before it signed",
      [aKey("k2", "retired", { activatedAt: null }), aKey("k1", "active")],
      [],
      "canceled",
    ],
    [
      "is overtaken where the old one was revoked",
      [aKey("k3", "active"), aKey("k2", "published"), aKey("k1", "compromised")],
      [],
      "overtaken",
    ],
    ["is overtaken where the new one was revoked", [aKey("k2", "compromised"), aKey("k1", "active")], [], "overtaken"],
    [
      "is done where a later one followed",
      [aKey("k3", "active"), aKey("k2", "grace"), aKey("k1", "retired")],
      [],
      "done",
    ],
  ] as const)("%s", (_name, keys, steps, stage) => {
    expect(stageOf({ ...kept, steps: [...steps] }, aRing({ keys: [...keys] }))).toBe(stage);
  });

  it("shows how far it is", () => {
    const here = (stage: Parameters<typeof postsOf>[0], ready: boolean) =>
      postsOf(stage, ready).find(({ place }) => place === "here")?.part ?? null;
    expect([here("publishing", false), here("soaking", false), here("soaking", true)]).toEqual([
      "publish",
      "soak",
      "activate",
    ]);
    expect([here("draining", false), here("draining", true), here("done", false)]).toEqual(["drain", "retire", null]);
  });
});

describe("why a kid is not known there", () => {
  const active = aRing({ keys: [aKey("k2", "active"), aKey("k1", "retired")] });
  const reads = (fetch: { at: string; kids: string[] } | null) => ({ ...active, readers: [aReader({ fetch })] });
  it.each([
    ["no key signs", aRing({ keys: [] }), served(), [], "no_active_key"],
    ["the set does not answer", active, null, [], "set_silent"],
    ["the set lacks the key", active, served("k1"), [], "not_served"],
    ["rows are bound to a key that is gone", active, served("k2"), ["k1"], "retired_too_early"],
    ["it was never seen to fetch", reads(null), served("k2"), ["k2"], "never_fetched"],
    ["its copy may still be kept", reads({ at: ago(10), kids: ["k1"] }), served("k2"), ["k2"], "cache_allowed"],
    ["its copy should have ended", reads({ at: ago(400), kids: ["k1"] }), served("k2"), ["k2"], "cache_too_old"],
    ["it has the key", reads({ at: ago(10), kids: ["k2"] }), served("k2"), ["k2"], "their_configuration"],
  ] as const)("%s", (_name, ring, set, kids, cause) => {
    const found = mismatchOf(ring, set, kids, noon);
    expect(found.cause).toBe(cause);
    expect(mayReplayAfterRefresh(found)).toBe(cause === "their_configuration");
  });
});

describe("a drill", () => {
  const step = (tookMs: number, ok = true) => ({ step: "host", tookMs, ok }) as const;
  it("adds what its reads took to what a job usually takes, and says nothing where that is not known", () => {
    expect(drillTotal([step(200), step(300)], [9, 4, 5])).toEqual({
      jobSeconds: 5,
      totalSeconds: 5.5,
      withinGoal: true,
    });
    expect(drillTotal([step(200)], [31])).toMatchObject({ withinGoal: false });
    expect(drillTotal([step(200)], [])).toEqual({ jobSeconds: null, totalSeconds: null, withinGoal: null });
    expect(drillTotal([step(200, false)], [4])).toMatchObject({ totalSeconds: null });
  });

  it("names whoever lacks the successor, and until when: nobody has one that is not made yet", () => {
    const reader = (id: string, changes: Parameters<typeof aReader>[0]) => aReader({ id, name: id, ...changes });
    const ring = aRing({
      readers: [
        reader("held", {}),
        reader("over", { fetch: { at: ago(400), kids: ["k2"] } }),
        reader("unseen", { fetch: null }),
        reader("unsaid", { declaredCacheSeconds: null }),
      ],
    });
    const refusers = ifCompromised(ring, "k2", noon).map(({ id, copy, until }) => [id, copy, until]);
    expect(refusers).toEqual([
      ["held", "held", ago(-290)],
      ["over", "over", null],
      ["unseen", "unknown", null],
      ["unsaid", "unknown", null],
    ]);
    // Of one that does not sign, the key that does is the successor.
    expect(ifCompromised(ring, "k1", noon).map(({ id }) => id)).toEqual(["unseen"]);
  });

  it("does not name one that is switched off for deliveries that it does not get, but for tokens", () => {
    const readers = [aReader({ on: false, fetch: null })];
    expect(ifCompromised(aRing({ readers }), "k1", noon)).toEqual([]);
    expect(ifCompromised(aRing({ readers, of: "tokens" }), "k1", noon)).toHaveLength(1);
  });
});
