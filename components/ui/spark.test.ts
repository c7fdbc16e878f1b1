import { describe, expect, it } from "vitest";
import { barHeight } from "./spark";

describe("a bar of a spark", () => {
  it("grows from zero", () => {
    expect(barHeight(10, 10)).toBe(20);
    expect(barHeight(5, 10)).toBe(10);
  });

  it("keeps a thin line where there was nothing, and is visible where there was one", () => {
    expect(barHeight(0, 10)).toBe(0.5);
    expect(barHeight(0, 0)).toBe(0.5);
    expect(barHeight(1, 100_000)).toBe(1);
  });
});
