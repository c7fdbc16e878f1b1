import { describe, expect, it } from "vitest";
import { runningClock, spanOfTime } from "./span-of-time";

describe("a length of time", () => {
  it("has two units at most", () => {
    expect(spanOfTime(4).name).toBe("seconds");
    expect(spanOfTime(68)).toMatchObject({ name: "minutesSeconds", minutes: 1, seconds: 8 });
    expect(spanOfTime(18_720)).toMatchObject({ name: "hoursMinutes", hours: 5, minutes: 12 });
    expect(spanOfTime(187_200)).toMatchObject({ name: "daysHours", days: 2, hours: 4 });
  });

  it("drops a second unit that is zero", () => {
    expect(spanOfTime(60).name).toBe("minutes");
    expect(spanOfTime(7_200).name).toBe("hours");
    expect(spanOfTime(86_400).name).toBe("days");
  });

  it("rounds down, so that an age never looks greater than it is", () => {
    expect(spanOfTime(59.99)).toMatchObject({ name: "seconds", seconds: 59 });
    expect(spanOfTime(3_599, true)).toMatchObject({ name: "minutes", minutes: 59 });
  });

  it("is zero before it began", () => {
    expect(spanOfTime(-5)).toMatchObject({ name: "seconds", seconds: 0 });
  });
});

describe("a running clock", () => {
  it("shows hours always, or only when there are some", () => {
    expect(runningClock(856)).toBe("00:14:16");
    expect(runningClock(2_964, "when-needed")).toBe("49:24");
    expect(runningClock(4_000, "when-needed")).toBe("01:06:40");
  });

  it("goes past a day without starting again, and never below zero", () => {
    expect(runningClock(90_061)).toBe("25:01:01");
    expect(runningClock(-1, "when-needed")).toBe("00:00");
  });
});
