import { Refusal } from "./refusal";

/** The sandbox's time: real time plus what `advance` added. Only ever moves forward, until `reset`. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  advance(seconds: number): void;
  /** @returns a function that ends the subscription. */
  onAdvance(listener: (seconds: number) => void): () => void;
  /** Back to real time; listeners are not told, their owners are reset as well. */
  reset(): void;
};

export function createClock(): Clock {
  let offsetMs = 0;
  const listeners = new Set<(seconds: number) => void>();
  return {
    now: () => Date.now() + offsetMs,
    advance(seconds) {
      if (!Number.isFinite(seconds) || seconds < 0)
        throw new Refusal(400, "clock_backwards", "The sandbox clock only moves forward.");
      offsetMs += seconds * 1000;
      for (const listener of listeners) listener(seconds);
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset() {
      offsetMs = 0;
    },
  };
}
