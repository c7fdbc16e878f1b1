import { describe, expect, it } from "vitest";
import { clockText, dayText, instantText, isInstant, zoneName } from "./instant";

const now = "2026-11-22T06:40:01Z";

describe("a clock", () => {
  it("counts 24 hours, and midnight is 00", () => {
    expect(clockText("2026-11-22T00:05:09Z", "UTC")).toBe("00:05:09");
    expect(clockText("2026-11-22T23:59:59Z", "UTC")).toBe("23:59:59");
  });

  it("leaves seconds out where the day stands in front", () => {
    expect(clockText("2026-11-22T13:14:09Z", "Asia/Seoul", false)).toBe("22:14");
  });

  it("shows both sides of a clock change", () => {
    expect(clockText("2026-10-25T00:30:00Z", "Europe/Berlin")).toBe("02:30:00");
    expect(clockText("2026-10-25T01:30:00Z", "Europe/Berlin")).toBe("02:30:00");
    expect(zoneName("Europe/Berlin", "2026-10-25T00:30:00Z")).toBe("UTC+2");
    expect(zoneName("Europe/Berlin", "2026-10-25T01:30:00Z")).toBe("UTC+1");
  });
});

describe("a zone", () => {
  it("has the name that people say, else its distance from UTC", () => {
    expect(zoneName("Asia/Seoul", now)).toBe("KST");
    expect(zoneName("UTC", now)).toBe("UTC");
    expect(zoneName("Asia/Kolkata", now)).toBe("UTC+5:30");
    expect(zoneName("Europe/London", now)).toBe("UTC");
  });
});

describe("the day in front of a clock", () => {
  it("is left out today", () => {
    expect(dayText("2026-11-22T00:00:00Z", now, "UTC", "en")).toBe("");
    expect(instantText("2026-11-22T01:02:03Z", now, "UTC", "en")).toBe("01:02:03");
  });

  it("is a weekday within a week, in either direction", () => {
    expect(instantText("2026-11-20T09:41:30Z", now, "UTC", "en")).toBe("Fri 09:41");
    expect(dayText("2026-11-24T09:41:30Z", now, "UTC", "en")).toBe("Tue");
    expect(instantText("2026-11-20T09:41:30Z", now, "UTC", "ko")).toBe("금 09:41");
  });

  it("is a date beyond, with the year in another year", () => {
    expect(instantText("2026-08-14T02:10:00Z", now, "UTC", "en")).toBe("14 Aug 02:10");
    expect(instantText("2026-08-14T02:10:00Z", now, "UTC", "ko")).toBe("8월 14일 02:10");
    expect(dayText("2025-08-14T02:10:00Z", now, "UTC", "en")).toBe("14 Aug 2025");
    expect(dayText("2025-08-14T02:10:00Z", now, "UTC", "ko")).toBe("2025년 8월 14일");
  });

  it("is counted in the zone that the clock shows", () => {
    expect(dayText("2026-11-21T23:00:00Z", now, "UTC", "en")).toBe("Sat");
    expect(dayText("2026-11-21T23:00:00Z", now, "Asia/Seoul", "en")).toBe("");
  });
});

describe("an instant from outside (F-14)", () => {
  it.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59Z", -1, 0])(
    "%s is one, in every zone",
    (at) => {
      expect(isInstant(at)).toBe(true);
      for (const zone of ["UTC", "Asia/Seoul", "America/St_Johns", "Pacific/Chatham"])
        expect(instantText(at, now, zone, "ko")).toMatch(/\d\d:\d\d$/);
    },
  );

  it.each(["0044-03-15 00:00:00 BC", "infinity", "-infinity", "294276-12-31 00:00:00", "", Number.NaN])(
    "%s is none, and said to be none",
    (at) => expect(isInstant(at)).toBe(false),
  );

  it("that a clock change leaves out is told by the clock after it", () => {
    expect(clockText("2026-03-29T01:00:00Z", "Europe/Berlin")).toBe("03:00:00");
    expect(clockText("2026-03-29T00:59:59Z", "Europe/Berlin")).toBe("01:59:59");
  });
});
