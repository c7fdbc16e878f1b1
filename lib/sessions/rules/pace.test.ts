import { describe, expect, it } from "vitest";
import { lifetimeOf } from "./lifetime";
import { callsOf, etaSecondsOf, minutesOf, paceOf, usersAtOnce } from "./pace";

describe("the pace", () => {
  it("leaves others a fifth of the limit, and takes what is unknown for the slower instance", () => {
    expect(paceOf("production")).toEqual({ limit: 1_000, perSeconds: 10, callsPerSecond: 80 });
    expect(paceOf("development")).toEqual({ limit: 100, perSeconds: 10, callsPerSecond: 8 });
    expect(paceOf(null)).toEqual(paceOf("development"));
  });

  it("walks over about half a second's customers at once", () => {
    expect([usersAtOnce(80), usersAtOnce(8), usersAtOnce(1_000)]).toEqual([40, 5, 50]);
  });

  it("costs two looks at each customer, their pages, and a call for each session", () => {
    expect(callsOf(3_000, 5_000, 80)).toBe(6_000 + 150 + 5_000);
    expect(minutesOf(callsOf(3_000, 5_000, 80), 80)).toBe(3);
    expect(minutesOf(1, 80)).toBe(1);
  });
});

describe("how long it may still take", () => {
  const walked = { usersTotal: 1_000, callsPerSecond: 10, calls: 0, usersSeen: 0, passSeen: 0, pass: 1 };

  it("is told by what a customer took until now, and one more look at everybody", () => {
    expect(etaSecondsOf({ ...walked, usersSeen: 500, passSeen: 500, calls: 1_500 })).toBe((500 * 3 + 1_000) / 10);
  });

  it("is one look at whoever is left in a further pass", () => {
    expect(etaSecondsOf({ ...walked, pass: 2, usersSeen: 1_000, passSeen: 900, calls: 4_000 })).toBe(10);
  });

  it("is never below nothing, however many came meanwhile", () => {
    expect(etaSecondsOf({ ...walked, pass: 2, usersSeen: 1_200, passSeen: 1_200, calls: 4_000 })).toBe(0);
  });
});

describe("how long sessions live", () => {
  const life = (hours: number) => ({ createdAt: new Date(0), expiresAt: new Date(hours * 3_600_000) });

  it("is seen from some of them", () => {
    expect(lifetimeOf([life(168), life(1)])).toEqual({ sampled: 2, shortestSeconds: 3_600, longestSeconds: 604_800 });
  });

  it("is not seen from those that do not tell", () => {
    const silent = { createdAt: null, expiresAt: null };
    expect(lifetimeOf([silent])).toEqual({ sampled: 0, shortestSeconds: null, longestSeconds: null });
  });
});
