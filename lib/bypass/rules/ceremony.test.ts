import { describe, expect, it } from "vitest";
import { type Circumstances, mayTryCode, openerOf, wishDigest } from "./ceremony";
import { overridePhrase } from "./override-phrase";

const nothing: Circumstances = { failingSeconds: null, flag: false, override: "", drill: false };

describe("what lets the ceremony take place", () => {
  it.each<[string, Partial<Circumstances>, string | null]>([
    ["nothing", {}, null],
    ["Clerk fails, but not for long", { failingSeconds: 59 }, null],
    ["Clerk fails for a minute", { failingSeconds: 60 }, "probes"],
    ["the flag", { flag: true }, "flag"],
    ["the override, as it is written", { override: overridePhrase }, "override"],
    ["the override in other letters", { override: overridePhrase.toLowerCase() }, null],
    ["the probes before the flag", { failingSeconds: 600, flag: true, override: overridePhrase }, "probes"],
    ["a drill, whatever else holds", { failingSeconds: 600, flag: true, drill: true }, "drill"],
  ])("%s", (_case, given, opener) => {
    expect(openerOf({ ...nothing, ...given })).toBe(opener);
  });
});

describe("how often a code may be tried", () => {
  const quiet = { here: 0, everywhere: 0, addressKnown: false, secondsUntilOneLess: 0 };
  it.each([
    ["at first", {}, true],
    ["after four failures here", { here: 4 }, true],
    ["after five failures here", { here: 5 }, false],
    ["after five failures here, even from a known address", { here: 5, addressKnown: true }, false],
    ["after nineteen failures everywhere", { everywhere: 19 }, true],
    ["after twenty failures everywhere", { everywhere: 20 }, false],
    ["after twenty failures everywhere, from a known address", { everywhere: 20, addressKnown: true }, true],
  ])("%s", (_case, given, may) => {
    expect(mayTryCode({ ...quiet, ...given }).ok).toBe(may);
  });

  it("says how long to wait, and never nothing", () => {
    expect(mayTryCode({ ...quiet, here: 5, secondsUntilOneLess: 40 })).toEqual({
      ok: false,
      refusal: { code: "bypass_limited", facts: { retryAfterSeconds: 40 } },
    });
    expect(mayTryCode({ ...quiet, here: 5 })).toMatchObject({ refusal: { facts: { retryAfterSeconds: 1 } } });
  });
});

it("what a passkey signs changes with everything that was typed", () => {
  const wish = { id: "a", email: "b", reason: "c", incident: null, override: "", drill: false };
  const others = [{ id: "x" }, { email: "x" }, { reason: "x" }, { incident: "x" }, { override: "x" }, { drill: true }];
  expect(new Set([wish, ...others.map((other) => ({ ...wish, ...other }))].map(wishDigest)).size).toBe(7);
});
