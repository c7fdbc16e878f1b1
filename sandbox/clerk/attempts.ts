import type { Clock } from "../kernel/clock";

const ALLOWED_MISTAKES = 5;
const LOCK_SECONDS = 60;

/** Slows down guessing: after five mistakes nothing counts for a minute of sandbox time. */
export type Attempts = {
  /** @returns seconds until the next attempt counts; 0 when it counts now. */
  waitSeconds(subject: string): number;
  failed(subject: string): void;
  succeeded(subject: string): void;
  clear(): void;
};

export function createAttempts(clock: Clock): Attempts {
  const mistakes = new Map<string, { count: number; lastAt: number }>();
  return {
    waitSeconds(subject) {
      const made = mistakes.get(subject);
      if (!made || made.count < ALLOWED_MISTAKES) return 0;
      const left = Math.ceil((made.lastAt + LOCK_SECONDS * 1000 - clock.now()) / 1000);
      if (left > 0) return left;
      mistakes.delete(subject);
      return 0;
    },
    failed(subject) {
      mistakes.set(subject, { count: (mistakes.get(subject)?.count ?? 0) + 1, lastAt: clock.now() });
    },
    succeeded: (subject) => void mistakes.delete(subject),
    clear: () => mistakes.clear(),
  };
}
