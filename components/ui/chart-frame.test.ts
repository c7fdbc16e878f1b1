import { describe, expect, it } from "vitest";
import { gapsOf, niceTop } from "./chart-frame";

const from = Date.parse("2026-11-28T12:00:00Z");
const line = (...values: (number | null)[]) =>
  values.map((value, step) => ({ at: new Date(from + step * 60_000).toISOString(), value }));
const minute = (step: number): number => from + step * 60_000;

describe("gaps", () => {
  it("reach from the first missing moment to the next one that is there", () => {
    expect(gapsOf(line(1, null, null, 2, null, 3))).toEqual([
      { from: minute(1), to: minute(3) },
      { from: minute(4), to: minute(5) },
    ]);
  });

  it("are seen before the first look and after the last, but for the step that has only begun", () => {
    expect(gapsOf(line(null, 1, null))).toEqual([{ from: minute(0), to: minute(1) }]);
    expect(gapsOf(line(1, null, null))).toEqual([{ from: minute(1), to: minute(3) }]);
    expect(gapsOf(line(null, null))).toEqual([{ from: minute(0), to: minute(2) }]);
    expect(gapsOf([])).toEqual([]);
  });
});

describe("the top of the axis", () => {
  it.each([
    [212, 400],
    [0.004, 0.004],
    [0.11, 0.2],
    [5, 6],
    [1, 1],
    [0, 1],
    [null, 1],
  ])("for %s is %s", (highest, top) => {
    expect(niceTop(highest)).toBeCloseTo(top, 10);
  });
});
