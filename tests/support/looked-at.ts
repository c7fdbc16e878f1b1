import { expect, vi } from "vitest";
import type { ProbeName } from "@/lib/triage/shapes";
import { consoleRows } from "./rows";

/** A world that has only begun has not looked everywhere yet. For hooks, too, in which nothing can be polled with `expect`. */
export const untilLookedAt = (probe: ProbeName): Promise<void> =>
  vi.waitFor(
    async () =>
      expect(await consoleRows("SELECT 1 FROM probe_samples WHERE probe = $1 LIMIT 1", [probe])).toHaveLength(1),
    { timeout: 60_000, interval: 250 },
  );
