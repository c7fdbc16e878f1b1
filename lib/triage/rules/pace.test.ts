import { describe, expect, it } from "vitest";
import { laneIntervalMs, soonestMs } from "./pace";

describe("the budget of the host's API", () => {
  it("is never used up by half through looking, whatever the interval and however many services", () => {
    for (const services of [1, 4, 10, 40, 200])
      for (const intervalMs of [1_000, 15_000, 300_000])
        for (const every of [laneIntervalMs("render", intervalMs, services), soonestMs("render", intervalMs, services)])
          expect((services * 4 * 60_000) / every).toBeLessThanOrEqual(200);
  });

  it("holds up no other lane", () => {
    expect(laneIntervalMs("neighbours", 1_000, 200)).toBe(1_000);
    expect(laneIntervalMs("console_clerk", 15_000)).toBe(15_000);
  });
});

describe("a look that somebody asks for", () => {
  it.each([
    ["neighbours", 15_000, 5_000],
    ["neighbours", 1_000, 1_000],
    ["console_clerk", 300_000, 5_000],
    ["render", 1_000, 5_000],
  ] as const)("comes in %s at an interval of %d ms no sooner than %d ms after another", (lane, intervalMs, soonest) => {
    expect(soonestMs(lane, intervalMs, 4)).toBe(soonest);
  });
});
