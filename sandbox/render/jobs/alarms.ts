import type { Clock } from "../../kernel/clock";

/** Acts that wait for an instant of the sandbox's clock. */
export type Alarms = { at(instant: number, ring: () => void): void; clear(): void; close(): void };

export function createAlarms(clock: Clock): Alarms {
  const waiting = new Set<{ instant: number; ring: () => void }>();
  const look = () => {
    for (const alarm of waiting) {
      if (alarm.instant > clock.now() || !waiting.delete(alarm)) continue;
      alarm.ring();
    }
  };
  const unsubscribe = clock.onAdvance(look);
  return {
    at(instant, ring) {
      waiting.add({ instant, ring });
      setTimeout(look, Math.max(0, instant - clock.now())).unref();
    },
    clear: () => waiting.clear(),
    close() {
      unsubscribe();
      waiting.clear();
    },
  };
}
