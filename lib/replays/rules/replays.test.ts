import { describe, expect, it } from "vitest";
import { deliveryFilter } from "@/lib/deliveries/shapes";
import type { ReplayWish } from "../shapes";
import { type LaneSeen, nextMove } from "./lane";
import { statusesToldByWords, whyLeftOut } from "./left-out";
import { allowance, nextChunkSize, rampedRate } from "./pace";
import { addTallies, emptyTally, etaOf, minutesAt, summed } from "./progress";
import { isTriedEnough, judgeChunk } from "./settle";
import { asDeliveryFilter, driftOfSet, isUnderstood, narrowsReplay } from "./wish";

describe("the size of a chunk", () => {
  it.each([
    ["took long", 1_000, { ms: 201, rows: 1_000, failed: false }, 500],
    ["was quick and full", 1_000, { ms: 49, rows: 1_000, failed: false }, 2_000],
    ["was quick and not full", 1_000, { ms: 5, rows: 10, failed: false }, 1_000],
    ["took neither long nor short", 1_000, { ms: 120, rows: 1_000, failed: false }, 1_000],
    ["failed", 1_000, { ms: 1, rows: 1_000, failed: true }, 500],
    ["failed with a single row", 1, { ms: 1, rows: 1, failed: true }, 1],
    ["is as large as it may be", 2_000, { ms: 1, rows: 2_000, failed: false }, 2_000],
  ])("that %s", (_what, size, took, next) => {
    expect(nextChunkSize(size, took)).toBe(next);
  });
});

describe("the pace", () => {
  it.each([
    [100, 0, 13],
    [100, 4_999, 13],
    [100, 5_000, 26],
    [100, 10_000, 52],
    [100, 15_000, 100],
    [1, 0, 1],
    [1_000, 3_600_000, 1_000],
  ])("of %i a second is, %i ms into the ramp, %i", (rate, phaseMs, ramped) => {
    expect(rampedRate(rate, phaseMs)).toBe(ramped);
  });

  it.each([
    ["what a second earns", 20, { sinceLastMs: null, waiting: 0, liveDue: 0 }, 20],
    ["what half a second earns", 20, { sinceLastMs: 500, waiting: 0, liveDue: 0 }, 10],
    ["no more after a long silence", 20, { sinceLastMs: 60_000, waiting: 0, liveDue: 0 }, 20],
    ["nothing while as much waits as ten seconds earn", 20, { sinceLastMs: null, waiting: 200, liveDue: 0 }, 0],
    ["what is left of the room", 20, { sinceLastMs: null, waiting: 195, liveDue: 0 }, 5],
    ["less by what of live traffic is due", 20, { sinceLastMs: null, waiting: 0, liveDue: 15 }, 5],
    ["nothing while live traffic fills it", 20, { sinceLastMs: null, waiting: 0, liveDue: 500 }, 0],
  ])("allows %s", (_what, rate, at, rows) => {
    expect(allowance(rate, at)).toBe(rows);
  });
});

describe("a lane", () => {
  const seen: LaneSeen = {
    phase: "ramp",
    phaseMs: 60_000,
    sinceLastMs: null,
    wave: { waiting: 0, arrived: 0, failed: 0 },
    recent: { judged: 0, failed: 0 },
    remaining: 100,
    waiting: 0,
    oldestWaitingMs: 0,
    liveDue: 0,
    switchedOn: true,
  };
  const wave = (waiting: number, arrived: number, failed: number) => ({ wave: { waiting, arrived, failed }, waiting });

  it.each<[string, Partial<LaneSeen>, ReturnType<typeof nextMove>]>([
    ["begins with one canary", { phase: "canary_one" }, { to: null, enqueue: 1 }],
    ["waits for it", { phase: "canary_one", ...wave(1, 0, 0) }, { to: null, enqueue: 0 }],
    ["goes on to ten when it arrived", { phase: "canary_one", ...wave(0, 1, 0) }, { to: "canary_ten" }],
    ["is held when it failed", { phase: "canary_one", ...wave(0, 0, 1) }, { to: "held", reason: "canary_failed" }],
    [
      "is held when nobody tried it for a minute",
      { phase: "canary_one", ...wave(1, 0, 0), oldestWaitingMs: 60_001, phaseMs: 60_001 },
      { to: "held", reason: "no_first_attempt" },
    ],
    [
      "gives what waits a minute anew after somebody resumed",
      { phase: "canary_one", ...wave(0, 0, 0), waiting: 3, oldestWaitingMs: 90_000, phaseMs: 1_000 },
      { to: null, enqueue: 1 },
    ],
    ["sends ten", { phase: "canary_ten" }, { to: null, enqueue: 10 }],
    ["sends what of ten is left", { phase: "canary_ten", remaining: 4 }, { to: null, enqueue: 4 }],
    ["makes up for those that were skipped", { phase: "canary_ten", ...wave(0, 7, 0) }, { to: null, enqueue: 3 }],
    ["bears one failure of ten", { phase: "canary_ten", ...wave(0, 9, 1) }, { to: "ramp" }],
    ["waits for all ten", { phase: "canary_ten", ...wave(2, 8, 0) }, { to: null, enqueue: 0 }],
    [
      "is held by two failures of ten, and waits for no others",
      { phase: "canary_ten", ...wave(5, 3, 2) },
      { to: "held", reason: "canary_failed" },
    ],
    ["goes at its pace then", {}, { to: null, enqueue: 20 }],
    ["is not held by a few failures", { recent: { judged: 9, failed: 9 } }, { to: null, enqueue: 20 }],
    ["bears less than a fifth", { recent: { judged: 50, failed: 9 } }, { to: null, enqueue: 20 }],
    ["is held at a fifth", { recent: { judged: 50, failed: 10 } }, { to: "held", reason: "breaker" }],
    ["is held when switched off", { switchedOn: false }, { to: "held", reason: "relying_party_off" }],
    ["is done when nothing is left", { remaining: 0 }, { to: "done" }],
    ["waits for the last first attempts", { remaining: 0, waiting: 2, switchedOn: false }, { to: null, enqueue: 0 }],
  ])("%s", (_what, more, move) => {
    expect(nextMove({ ...seen, ...more }, 20)).toEqual(move);
  });
});

describe("the rows of a chunk, by what they say afterwards", () => {
  it("are ours, still as frozen, or somebody else's", () => {
    const claimed = ["1", "2", "3", "4"].map((id) => ({ id, rowVersion: `v${id}` }));
    const found = new Map([
      ["1", { id: "1", rowVersion: "later", ours: true }],
      ["2", { id: "2", rowVersion: "v2", ours: false }],
      ["3", { id: "3", rowVersion: "later", ours: false }],
    ]);
    expect(judgeChunk(claimed, found)).toEqual({ enqueued: ["1"], left: ["2"], changed: ["3", "4"] });
  });
});

describe("what is left out of a replay", () => {
  it.each([
    [503, "503 no healthy upstream", null],
    [null, "getaddrinfo ENOTFOUND hooks.example", null],
    [429, null, null],
    [401, "unknown kid", "needs_key"],
    [401, "no session", null],
    [410, null, "needs_relying_party"],
    [422, null, "needs_relying_party"],
    [301, null, "needs_relying_party"],
    [409, null, "arrived_before"],
  ])("of %s %s: %s", (lastStatus, lastError, reason) => {
    expect(whyLeftOut({ lastStatus, lastError })).toBe(reason);
  });

  it("is told by words for three answers only", () => {
    expect([...statusesToldByWords].toSorted((a, b) => a - b)).toEqual([400, 401, 403]);
  });
});

describe("a wish", () => {
  it("is a list of dead deliveries", () => {
    expect(asDeliveryFilter({ app: "12", q: "cause:tls" })).toEqual(
      deliveryFilter.parse({ state: "dead", app: "12", event: "", q: "cause:tls" }),
    );
  });

  it.each([
    ["", true],
    ["cause:tls timeout", true],
    ["state:dead", true],
    ["state:delivered", false],
    ["status:9", false],
    ["colour:red", false],
  ])("with the search %s is understood: %s", (q, understood) => {
    expect(isUnderstood({ q })).toBe(understood);
  });

  const asked: ReplayWish = { filter: { app: "12" }, ratePerSecond: 50 };
  it.each<[string, Partial<ReplayWish>, boolean]>([
    ["nothing else", {}, false],
    ["a lower pace", { ratePerSecond: 20 }, true],
    ["a higher pace", { ratePerSecond: 51 }, false],
    ["a hundred of them", { atMost: 100 }, true],
    ["a hundred, but faster", { atMost: 100, ratePerSecond: 60 }, false],
    ["one relying party", { relyingParties: ["12"] }, true],
    ["another filter", { filter: { app: "13" }, atMost: 1 }, false],
    ["what was left out, too", { includeHeld: true, atMost: 1 }, false],
    ["what is superseded, too", { includeSuperseded: true, atMost: 1 }, false],
  ])("is narrowed by an offer of %s: %s", (_what, more, narrower) => {
    expect(narrowsReplay(asked, { ...asked, ...more })).toBe(narrower);
  });

  it("that names relying parties and a number is narrowed by fewer of either, and by no others", () => {
    const original = { ...asked, relyingParties: ["12", "13"], atMost: 10 };
    expect(narrowsReplay(original, { ...original, relyingParties: ["13"] })).toBe(true);
    expect(narrowsReplay(original, { ...original, relyingParties: ["14"] })).toBe(false);
    expect(narrowsReplay(original, { ...original, atMost: 9 })).toBe(true);
    expect(narrowsReplay(original, { ...asked, relyingParties: ["13"] })).toBe(false);
    expect(narrowsReplay(original, { ...asked, atMost: 9 })).toBe(false);
  });
});

describe("a row that could not be written", () => {
  const stamps = (times: number, overMs: number): string[] =>
    Array.from({ length: times }, (_, at) => new Date(Math.round((at * overMs) / (times - 1))).toISOString());
  it.each([
    ["often and for long", 10, 120_000, true],
    ["often, but not for long", 100, 119_000, false],
    ["for long, but not often", 9, 600_000, false],
  ])("is let go after it was tried %s: %s times in %s ms", (_what, times, overMs, enough) => {
    expect(isTriedEnough(stamps(times, overMs))).toBe(enough);
  });
});

describe("the drift of a set", () => {
  const set = (unchanged: number, hash = "a") => ({
    set: "0b8e1a52-6a0c-4f0e-9b1f-2d1d4c1b9a11",
    rows: 100,
    hash: hash.repeat(64),
    unchanged,
  });
  it("is what changed since it was seen, not before", () => {
    expect(driftOfSet(set(90), set(85))).toEqual({ changed: 5, total: 90 });
    expect(driftOfSet(set(90), set(90))).toEqual({ changed: 0, total: 90 });
  });
  it("is all of it when it is another set", () => {
    expect(driftOfSet(set(90), set(90, "b"))).toEqual({ changed: 90, total: 90 });
  });
});

describe("progress", () => {
  it("adds up to the whole", () => {
    const most = { ...emptyTally(), delivered: 5, failed_again: 2, skipped_changed: 1, claimed: 3, remaining: 4 };
    const rest = { ...emptyTally(), skipped_superseded: 1, skipped_refused: 1, queued: 6 };
    const tally = addTallies([most, rest]);
    expect(summed(tally)).toEqual({ done: 5, failed: 2, skipped: 3, remaining: 7, onTheWay: 6 });
  });

  it.each([
    ["nothing is left", [{ left: 0, seenPerSecond: 3 }], null],
    ["nothing was seen yet", [{ left: 100, seenPerSecond: 0 }], { fromSeconds: 10, toSeconds: null }],
    ["it goes slower than set", [{ left: 100, seenPerSecond: 4 }], { fromSeconds: 10, toSeconds: 25 }],
    ["it goes faster than set", [{ left: 100, seenPerSecond: 40 }], { fromSeconds: 10, toSeconds: 10 }],
    [
      "the longest lane decides",
      [
        { left: 100, seenPerSecond: 10 },
        { left: 400, seenPerSecond: 10 },
      ],
      { fromSeconds: 40, toSeconds: 40 },
    ],
  ])("when %s", (_what, lanes, range) => {
    expect(etaOf(lanes, 10)).toEqual(range);
  });

  it("takes a minute at least", () => {
    expect([minutesAt(1, 100), minutesAt(12_000, 100)]).toEqual([1, 2]);
  });
});
