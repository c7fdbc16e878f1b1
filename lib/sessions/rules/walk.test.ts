import { describe, expect, it } from "vitest";
import { canaryUsers, mostPasses } from "./pace";
import { afterPass, canaryLength, isMeant } from "./walk";

const noon = new Date("2026-11-29T12:00:00Z");
const before = new Date("2026-11-29T11:59:59.999Z");

describe("whether a session is meant", () => {
  it("is so where it is open and began before", () => {
    expect(isMeant({ status: "active", createdAt: before }, noon)).toBe(true);
    expect(isMeant({ status: "pending", createdAt: before }, noon)).toBe(true);
    expect(isMeant({ status: "active", createdAt: null }, noon)).toBe(true);
  });

  it("is not where it began at that instant or later", () => {
    expect(isMeant({ status: "active", createdAt: noon }, noon)).toBe(false);
  });

  it.each(["revoked", "ended", "expired", "removed", "abandoned", "replaced"])("is not where it is %s", (status) => {
    expect(isMeant({ status, createdAt: before }, noon)).toBe(false);
  });
});

describe("the canary", () => {
  it("ends with the third customer who has sessions", () => {
    expect(canaryUsers).toBe(3);
    expect(canaryLength([0, 2, 0, 1, 5, 0, 4])).toBe(5);
  });

  it("is the whole page where fewer have any", () => {
    expect(canaryLength([0, 1, 0])).toBe(3);
    expect(canaryLength([])).toBe(0);
  });
});

describe("after all pages of a pass", () => {
  it("it is looked again after the first, even where nothing was found", () => {
    expect(afterPass({ pass: 1, found: 0, failed: 0 })).toEqual({ next: "rescan" });
  });

  it("it is over when a further pass finds nothing, and goes on when it finds something", () => {
    expect(afterPass({ pass: 2, found: 0, failed: 0 })).toEqual({ next: "end", left: 0 });
    expect(afterPass({ pass: 2, found: 1, failed: 0 })).toEqual({ next: "rescan" });
  });

  it("it ends at last, and says what is left", () => {
    expect(afterPass({ pass: mostPasses, found: 4, failed: 4 })).toEqual({ next: "end", left: 4 });
  });
});
