import type { Formats } from "next-intl";

/** How numbers and instants are written where a message formats them: 24 h, UTC, no rounding of counts. */
export const formats = {
  number: {
    count: { maximumFractionDigits: 0 },
    share: { style: "percent", maximumFractionDigits: 1 },
  },
  dateTime: {
    clock: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: "UTC" },
    day: { day: "numeric", month: "short", timeZone: "UTC" },
    instant: {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZone: "UTC",
    },
  },
} satisfies Formats;
