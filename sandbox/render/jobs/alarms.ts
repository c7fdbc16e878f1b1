import type { Clock } from "../../kernel/clock";

/** Acts that wait for an instant of the sandbox's clock. */
export type Alarms = { at(instant: number, ring: () => void): void; clear(): void; close(): void };

type Alarm = { instant: number; ring: () => void };

export function createAlarms(clock: Clock): Alarms {
  const waiting = new Set<Alarm>();
  const look = () => {
    for (const alarm of waiting) {
      if (alarm.instant > clock.now() || !waiting.delete(alarm)) continue;
      alarm.ring();
    }
  };
  // A timer may go off a moment too early, and then another one must follow.
  const wake = (alarm: Alarm): void => {
    const timer = setTimeout(
      () => {
        look();
        if (waiting.has(alarm)) wake(alarm);
      },
      Math.max(1, alarm.instant - clock.now()),
    );
    timer.unref();
  };
  const unsubscribe = clock.onAdvance(look);
  return {
    at(instant, ring) {
      const alarm = { instant, ring };
      waiting.add(alarm);
      wake(alarm);
    },
    clear: () => waiting.clear(),
    close() {
      unsubscribe();
      waiting.clear();
    },
  };
}
