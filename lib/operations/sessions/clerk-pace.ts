import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Failure } from "@/lib/connectors/request";
import { seconds } from "@/lib/core/duration";

/** Clerk's window, where it does not say how long it wants to be left alone. @source Clerk Backend API: limits are per 10 s */
const unsaidPauseSeconds = 10;

/** Spaces the calls of one process evenly, so that no window holds more than its share. When Clerk says stop, all of them wait. */
export class ClerkPace {
  private nextAt = 0;
  private quietUntil = 0;

  /** Waits for one's turn. @throws when the signal is aborted */
  async turn(callsPerSecond: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      const at = Math.max(now, this.nextAt, this.quietUntil);
      this.nextAt = at + seconds(1) / callsPerSecond;
      if (at > now) await pause(at - now, undefined, { signal });
      if (performance.now() >= this.quietUntil) return;
    }
  }

  putOff(retryAfterSeconds: number | null): void {
    this.quietUntil = Math.max(this.quietUntil, performance.now() + seconds(retryAfterSeconds ?? unsaidPauseSeconds));
  }
}

type Asking = {
  pace: ClerkPace;
  callsPerSecond: number;
  signal: AbortSignal;
  onPutOff: () => void;
};

/** The calls of one page. After the first that says that Clerk is in trouble, or does not let us, no further one is made. */
export class ClerkCalls {
  calls = 0;
  putOff = 0;
  trouble: Failure | null = null;
  private readonly asking: Asking;

  constructor(asking: Asking) {
    this.asking = asking;
  }

  /** @returns null where it was not asked any more; what was put off is asked again */
  async ask<T>(work: () => Promise<Answer<T>>): Promise<Answer<T> | null> {
    const { pace, callsPerSecond, signal, onPutOff } = this.asking;
    for (;;) {
      if (this.trouble || !(await this.mayGo(() => pace.turn(callsPerSecond, signal)))) return null;
      this.calls += 1;
      const answer = await work();
      if (answer.ok || isAboutOne(answer.failure)) return answer;
      if (answer.failure.kind !== "rate_limited") {
        this.trouble ??= answer.failure;
        return answer;
      }
      this.putOff += 1;
      pace.putOff(answer.failure.retryAfterSeconds); // guard: retry-after
      onPutOff();
    }
  }

  private async mayGo(turn: () => Promise<void>): Promise<boolean> {
    try {
      await turn();
      return this.trouble === null;
    } catch (error) {
      if (this.asking.signal.aborted) return false;
      throw error;
    }
  }
}

/** A refusal of this one thing; one of our key is about all of them. */
const isAboutOne = (failure: Failure): boolean => failure.kind === "refused" && ![401, 403].includes(failure.status);

/** Does something with each, in so many lanes at once. */
export async function inLanes<T>(each: readonly T[], lanes: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = each.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const one of left) await work(one);
    }),
  );
}
