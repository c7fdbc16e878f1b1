"use client";

import { useCallback } from "react";
import { type Instant, toDate } from "./instant";
import { runningClock } from "./span-of-time";
import { useTicking } from "./use-ticking";

/** What is left until an instant, as a running clock: "49:24", "00:00" once it has passed. */
export function TimeLeft({ until, now }: { until: Instant; now: Instant }) {
  const untilMs = toDate(until).getTime();
  const read = useCallback(
    (nowMs: number) => runningClock(Math.ceil((untilMs - nowMs) / 1_000), "when-needed"),
    [untilMs],
  );
  return (
    <time className="nb" dateTime={toDate(until).toISOString()}>
      {useTicking(read, now)}
    </time>
  );
}
