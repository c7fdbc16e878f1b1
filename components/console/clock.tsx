"use client";

import { useCallback } from "react";
import { clockText, type Instant, zoneName } from "../ui/instant";
import { useTicking } from "../ui/use-ticking";

/** UTC in ink, then the reader's own zone: "18:26:41 UTC", "03:26:41 KST". */
export function Clock({ now, zone }: { now: Instant; zone: string }) {
  const local = zoneName(zone, now);
  return (
    <div className="clocks">
      <Hand now={now} zone="UTC" name="UTC" strong />
      {local === "UTC" ? null : <Hand now={now} zone={zone} name={local} />}
    </div>
  );
}

function Hand({ now, zone, name, strong }: { now: Instant; zone: string; name: string; strong?: boolean }) {
  const read = useCallback((nowMs: number) => clockText(nowMs, zone), [zone]);
  const text = useTicking(read, now);
  return (
    <span>
      {strong ? <b>{text}</b> : text} {name}
    </span>
  );
}
