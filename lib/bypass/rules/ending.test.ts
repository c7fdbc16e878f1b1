import { describe, expect, it } from "vitest";
import { minutes } from "@/lib/core/duration";
import type { Stretch } from "@/lib/triage/rules/stretch";
import { endingOf, isWaning, type OpenGrant } from "./ending";

const grant = (change: Partial<OpenGrant> = {}): OpenGrant => ({
  expired: false,
  drill: false,
  openForMs: minutes(30),
  ...change,
});
const answering = (forMinutes: number): Stretch => ({ state: "answering", forMs: minutes(forMinutes) });
const failing: Stretch = { state: "failing", forMs: minutes(30) };
const silent: Stretch = { state: "unknown", forMs: minutes(30) };

describe("a grant ends, or its holder is warned, when", () => {
  it.each([
    ["Clerk still fails", grant(), failing, null, false],
    ["nobody looks", grant(), silent, null, false],
    ["Clerk was never looked at", grant(), { state: "unknown", forMs: null }, null, false],
    ["Clerk answers for four minutes", grant(), answering(4), null, false],
    ["for five", grant(), answering(5), null, true],
    ["for ten", grant(), answering(10), "recovered", true],
    ["for hours, and the grant is four minutes old", grant({ openForMs: minutes(4) }), answering(600), null, false],
    ["for hours, and the grant is nine minutes old", grant({ openForMs: minutes(9) }), answering(600), null, true],
    ["its time is over, whatever Clerk does", grant({ expired: true }), failing, "expired", false],
    ["its time is over and nobody looks", grant({ expired: true }), silent, "expired", false],
    ["it is a drill, and Clerk well as ever", grant({ drill: true }), answering(600), null, false],
    ["it is a drill, and over", grant({ drill: true, expired: true }), answering(600), "expired", false],
  ] as const)("%s", (_when, open, clerk, ending, waning) => {
    expect([endingOf(open, clerk), isWaning(open, clerk)]).toEqual([ending, waning]);
  });
});
