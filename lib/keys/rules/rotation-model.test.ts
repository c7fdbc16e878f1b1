import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noon } from "@/tests/support/key-rings";
import type { KeyRing, KeyState, ServedSet, SigningKey } from "../shapes/key";
import { mayActivate, mayCompromise, mayPublish, mayRetire } from "./gates";
import { isServed } from "./life";

/**
 * An identity provider and those who verify, as they would be without any database: whoever verifies asks for the key set when its copy
 * has ended, and never because it meets an unknown kid. That is the worst reader whom the rules promise to serve. Instants are written
 * down by machines whose clocks may differ: a reader counts a copy's age by its own, which is as far off when it ends as it was before.
 */
class World {
  seconds = 0;
  keys: SigningKey[] = [];
  made = 0;
  /** Rows that name the key that signed when they were made. */
  bound: string[] = [];
  lastBy = new Map<string, string>();
  readers: { cache: number; copy: { at: number; writtenAt: string; kids: string[] } | null }[];
  refusals = 0;
  compromisedAt = -Infinity;
  /** How far off the clock is of whoever writes the next instant down, one after the other, in seconds. */
  private readonly skews: readonly number[];
  private written = 0;

  constructor(caches: readonly number[], skews: readonly number[] = [0]) {
    this.skews = skews;
    this.readers = caches.map((cache) => ({ cache, copy: null }));
    this.keys = [this.newKey("active", this.at())];
  }

  private skew = (): number => this.skews[(this.written += 1) % this.skews.length] ?? 0;
  now = (): Date => new Date(noon.getTime() + (this.seconds + this.skew()) * 1_000);
  at = (): string => this.now().toISOString();
  served = (): ServedSet => ({
    kids: this.keys.filter(({ state }) => isServed(state)).map(({ kid }) => kid),
    maxAgeSeconds: 300,
    ageSeconds: 0,
  });
  active = (): SigningKey | undefined => this.keys.find(({ state }) => state === "active");

  newKey(state: KeyState, activatedAt: string | null): SigningKey {
    this.made += 1;
    const times = { graceUntil: null, retiredAt: null, compromisedAt: null };
    return { kid: `k${this.made}`, algorithm: "EdDSA", state, publishedAt: this.at(), activatedAt, ...times };
  }

  become(kid: string, state: KeyState, times: Partial<SigningKey> = {}): void {
    this.keys = this.keys.map((key) => (key.kid === kid ? { ...key, state, ...times } : key));
  }

  ring = (): KeyRing => ({
    of: "12",
    name: "EB",
    keys: this.keys,
    readers: this.readers.map(({ cache, copy }, place) => ({
      id: String(place),
      name: `RP ${place}`,
      on: true,
      declaredCacheSeconds: cache,
      measuredCacheSeconds: null,
      fetch: copy && { at: copy.writtenAt, kids: copy.kids },
    })),
    fetchesUnread: false,
    uses: [...new Set([...this.bound, ...this.lastBy.keys()])].map((kid) => ({
      kid,
      dead: 0,
      waiting: this.bound.filter((each) => each === kid).length,
      lastDeliveredAt: this.lastBy.get(kid) ?? null,
    })),
    usesUnread: false,
    at: this.at(),
  });

  publish(): void {
    if (mayPublish(this.ring()).ok) this.keys = [this.newKey("published", null), ...this.keys];
  }

  activate(): void {
    const kid = this.keys.find(({ state }) => state === "published")?.kid ?? "none";
    const gate = mayActivate({ ring: this.ring(), kid, override: false, now: this.now(), served: this.served() });
    if (!gate.ok) return;
    const before = this.active();
    if (before) this.become(before.kid, "grace");
    this.become(kid, "active", { activatedAt: this.at() });
  }

  retire(): void {
    for (const { kid } of this.keys.filter(({ state }) => state === "grace" || state === "published").slice(-1))
      if (mayRetire({ ring: this.ring(), kid, override: false, now: this.now() }).ok) this.become(kid, "retired");
  }

  /** As the identity provider does it: in one step. */
  compromise(): void {
    const kid = this.active()?.kid ?? "none";
    if (!mayCompromise({ ring: this.ring(), kid }).ok) return;
    this.become(kid, "compromised", { compromisedAt: this.at() });
    const successor = this.newKey("active", this.at());
    this.keys = [successor, ...this.keys];
    this.bound = this.bound.map((each) => (each === kid ? successor.kid : each));
    this.compromisedAt = this.seconds;
  }

  /** Signs with what signs now, or with what a row is bound to, and lets everybody verify. */
  deliver(): void {
    const kid = this.bound.shift() ?? this.active()?.kid ?? "none";
    const key = this.keys.find((each) => each.kid === kid);
    if (key?.state !== "active" && key?.state !== "grace")
      throw new Error(`signed with ${kid}, which is ${key?.state}`);
    this.lastBy.set(kid, this.at());
    for (const reader of this.readers) {
      const ended = reader.copy === null || this.seconds >= reader.copy.at + reader.cache;
      if (ended) reader.copy = { at: this.seconds, writtenAt: this.at(), kids: [...this.served().kids] };
      if (!reader.copy?.kids.includes(kid)) this.refusals += 1;
    }
  }

  enqueue(): void {
    this.bound.push(this.active()?.kid ?? "none");
  }
}

const steps = ["publish", "activate", "retire", "deliver", "enqueue"] as const;
type Step = (typeof steps)[number] | "compromise" | number;

function play(world: World, step: Step): void {
  if (typeof step === "number") world.seconds += step;
  else world[step]();
}

/** What may be seen at any instant by whoever polls. */
function expectSound(world: World): void {
  const active = world.keys.filter(({ state }) => state === "active");
  expect(active).toHaveLength(1);
  expect(world.served().kids).toContain(active[0]?.kid);
  expect(new Set(world.keys.map(({ kid }) => kid)).size).toBe(world.keys.length);
  for (const kid of world.bound)
    expect(["active", "grace"]).toContain(world.keys.find((key) => key.kid === kid)?.state);
}

const pause = fc.oneof(fc.constantFrom(1, 59, 60, 61, 299, 300, 301, 900), fc.nat({ max: 2_000 }));
const caches = fc.array(fc.constantFrom(0, 1, 60, 300, 900), { minLength: 1, maxLength: 3 });

describe("keys, whatever is done with them in whatever order,", () => {
  it("H-01 H-02 H-03 H-04 H-05: of planned steps nobody ever refuses a signature, and exactly one key signs", () => {
    const step = fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Step>(...steps) }, { weight: 2, arbitrary: pause });
    let rotated = 0;
    fc.assert(
      fc.property(caches, fc.array(step, { maxLength: 80 }), (cached, order) => {
        const world = new World(cached);
        for (const each of order) {
          play(world, each);
          expectSound(world);
        }
        expect(world.refusals).toBe(0);
        rotated += world.keys.filter(({ state }) => state === "retired").length;
      }),
      { seed: 20_261_129, numRuns: 1_000 },
    );
    expect(rotated).toBeGreaterThan(20);
  });

  it("H-13: with clocks up to five minutes apart, those who write instants down and those who read them, nobody ever refuses", () => {
    const step = fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Step>(...steps) }, { weight: 2, arbitrary: pause });
    const skews = fc.array(fc.constantFrom(-300, -299, -1, 0, 1, 299, 300), { minLength: 2, maxLength: 7 });
    let rotated = 0;
    fc.assert(
      fc.property(caches, skews, fc.array(step, { maxLength: 80 }), (cached, apart, order) => {
        const world = new World(cached, apart);
        for (const each of order) {
          play(world, each);
          expectSound(world);
        }
        expect(world.refusals).toBe(0);
        rotated += world.keys.filter(({ state }) => state === "retired").length;
      }),
      { seed: 20_261_129, numRuns: 1_000 },
    );
    expect(rotated).toBeGreaterThan(20);
  });

  it("H-08 H-09: a compromise wins over anything planned, and leaves exactly one that signs", () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom<Step>(...steps) },
      { weight: 2, arbitrary: pause },
      { weight: 1, arbitrary: fc.constant<Step>("compromise") },
    );
    fc.assert(
      fc.property(caches, fc.array(step, { maxLength: 80 }), (cached, order) => {
        const world = new World(cached);
        for (const each of order) {
          const before = world.active()?.kid ?? "none";
          play(world, each);
          expectSound(world);
          if (each === "compromise") {
            expect(world.served().kids).not.toContain(before);
            expect(world.bound).not.toContain(before);
          }
        }
      }),
      { seed: 20_261_129, numRuns: 500 },
    );
  });
});
