import "server-only";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import type { Reading } from "../../shapes";
import { askDatabase, look } from "./look";

/** Tokens are believed five seconds around their time; half of that is worth a look. @source Clerk: clock skew of 5 s */
const skewLimitMs = seconds(2.5);

/** Whether this machine and the database agree on what time it is. Half of the journey is taken off. */
export const probeClock = (): Promise<Reading> =>
  look(
    "clock",
    () =>
      askDatabase(async () => {
        const before = Date.now();
        const [row] = await consoleDb().$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
        return Math.abs((row?.now.getTime() ?? 0) - (before + Date.now()) / 2);
      }),
    (skewMs) => ({
      ...(skewMs > skewLimitMs
        ? ({ status: "degraded", detail: "clock_skew" } as const)
        : ({ status: "ok", detail: null } as const)),
      value: { skewMs: Math.round(skewMs) },
    }),
  );
