import { describe, expect, it } from "vitest";
import { frameOf } from "./spans";

describe("the source of a series", () => {
  it.each([
    ["an hour in minutes", 60, 60, "minute", 60, 60],
    ["an hour in quarters of minutes", 60, 240, "sample", 15, 240],
    ["six hours", 360, 120, "minute", 180, 120],
    ["a day", 1_440, 288, "minute", 300, 288],
    ["a week", 10_080, 168, "hour", 3_600, 168],
    ["a week in small stretches", 10_080, 500, "minute", 1_260, 480],
    ["thirty days", 43_200, 360, "hour", 7_200, 360],
    ["more than minutes are kept for", 50_000, 1_000, "hour", 3_600, 834],
    ["400 days", 576_000, 400, "hour", 86_400, 400],
    ["more than anything is kept for", 9_000_000, 100, "hour", 345_600, 100],
    ["nothing", 0, 0, "minute", 60, 1],
  ] as const)("of %s fits", (_what, fromMinutesAgo, buckets, source, stepSeconds, count) => {
    expect(frameOf({ fromMinutesAgo, buckets })).toEqual({ source, stepSeconds, count });
  });
});
