import { describe, expect, it } from "vitest";
import { minutes, seconds } from "@/lib/core/duration";
import type { ProbeStatus } from "../shapes";
import { downAfterMs, healthyMs, isDown, isRecovered, isRecovering } from "./console-clerk";
import { paceMs, silentAfterMs } from "./pace";
import { type Seen, stretchOf } from "./stretch";

const every15 = seconds(15);
/** One letter a sample, newest first: ok, degraded, down (x), unknown (?). */
const statuses: Record<string, ProbeStatus> = { o: "ok", d: "degraded", x: "down", "?": "unknown" };
const seen = (letters: string, { apart = seconds(15), newest = 0 } = {}): Seen[] =>
  letters.split("").map((letter, place) => ({ status: statuses[letter] ?? "unknown", ageMs: newest + place * apart }));
const stretch = (samples: Seen[], intervalMs = every15) => stretchOf(samples, intervalMs);

describe("the unbroken time up to now", () => {
  it.each([
    ["no sample at all", seen(""), "unknown", null],
    ["one that answered", seen("o", { newest: seconds(4) }), "answering", 4],
    ["slow is an answer", seen("dod"), "answering", 30],
    ["failing for a minute", seen("xxxxx"), "failing", 60],
    ["one good sample ends it", seen("xxoxx"), "failing", 15],
    ["a good sample just now", seen("oxxxx"), "answering", 0],
    ["one that nobody could look at ends it, too", seen("oo?oo"), "answering", 15],
    ["nobody can look", seen("???"), "unknown", 30],
    ["the last look is 46 s ago", seen("ooo", { newest: seconds(46) }), "unknown", 46],
    ["the last look is 45 s ago", seen("ooo", { newest: seconds(45) }), "answering", 75],
    ["a failing one is old sooner: it is looked at more often", seen("xxx", { newest: seconds(31) }), "unknown", 31],
    [
      "a silence of 46 s between two good ones",
      [...seen("oo"), ...seen("oo", { newest: seconds(61) + 1 })],
      "answering",
      15,
    ],
    [
      "a silence of 31 s between two bad ones",
      [...seen("xx"), ...seen("xx", { newest: seconds(46) + 1 })],
      "failing",
      15,
    ],
  ] as const)("%s", (_what, samples, state, forSeconds) => {
    expect(stretch([...samples])).toEqual({ state, forMs: forSeconds === null ? null : seconds(forSeconds) });
  });

  it("is patient for three looks, and for half a minute at least", () => {
    expect([1, 10, 15, 60].map((each) => silentAfterMs("ok", seconds(each)))).toEqual([30, 30, 45, 180].map(seconds));
    expect([1, 15, 300].map((each) => silentAfterMs("down", seconds(each)))).toEqual([30, 30, 30].map(seconds));
    expect([1, 15, 300].map((each) => paceMs("down", seconds(each)))).toEqual([1, 5, 5].map(seconds));
  });
});

describe("down enough for emergency access", () => {
  it.each([
    ["59 s", seen("xxxxxxxxxxxxx", { apart: seconds(5), newest: -seconds(1) }), false],
    ["60 s", seen("xxxxxxxxxxxxx", { apart: seconds(5) }), true],
    ["60 s with one good sample in the middle", seen("xxxxxxoxxxxxx", { apart: seconds(5) }), false],
    ["60 s with nobody looking in the middle", seen("xxxxxx?xxxxxx", { apart: seconds(5) }), false],
    ["hours ago, and the worker is silent since", seen("xxxxxxxxxxxxx", { newest: minutes(90) }), false],
    ["healthy for an hour", seen("o".repeat(240)), false],
  ] as const)("%s: %#", (_what, samples, down) => {
    expect(isDown(stretch([...samples]))).toBe(down);
  });

  it("never rests on one look, however rarely is looked: before a minute is over, one look is a silence", () => {
    for (const interval of [1, 5, 15, 60, 300].map(seconds))
      expect(isDown(stretchOf([{ status: "down", ageMs: downAfterMs }], interval))).toBe(false);
  });

  it("C-06: ten seconds up and ten down for ten minutes is never down, nor ever healthy for long", () => {
    for (const offset of [0, 3, 7, 11, 18].map(seconds)) {
      const samples: Seen[] = [];
      for (let at = 0; at < minutes(10); ) {
        const status: ProbeStatus = Math.floor((at + offset) / seconds(10)) % 2 === 0 ? "down" : "ok";
        samples.unshift({ status, ageMs: at });
        const now = samples.map(({ status: was, ageMs }) => ({ status: was, ageMs: at - ageMs }));
        const present = stretch(now);
        expect([isDown(present), isRecovering(present, minutes(60))]).toEqual([false, false]);
        at += paceMs(status, every15);
      }
    }
  });
});

describe("back for good, for somebody who came in another way", () => {
  const healthy = stretch(seen("o".repeat(41)));
  it.each([
    ["five minutes of both", minutes(5), [true, false]],
    ["a second less", minutes(5) - seconds(1), [false, false]],
    ["ten minutes of both", minutes(10), [true, true]],
    ["it was well long before they came in: only their own time counts", minutes(2), [false, false]],
  ] as const)("%s", (_what, openForMs, [recovering, recovered]) => {
    expect([isRecovering(healthy, openForMs), isRecovered(healthy, openForMs)]).toEqual([recovering, recovered]);
  });

  it("a silent worker, a failure and a flapping one are none of it", () => {
    for (const samples of [seen("o".repeat(41), { newest: minutes(1) }), seen(`x${"o".repeat(41)}`), seen("oxoxoxox")])
      expect(isRecovering(stretch(samples), minutes(60))).toBe(false);
    expect(healthyMs(stretch(seen("ooxoooo")), minutes(60))).toBe(seconds(15));
  });
});
