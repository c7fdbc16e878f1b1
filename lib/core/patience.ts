/** Patience is counted in steps of this length; a step that takes twice as long is a moment in which this process stood still. */
const stepMs = 100;

/**
 * Waits for work, but no longer than that. Moments in which all of this process stood still do not count: an answer that came
 * meanwhile has not been read yet, and nobody's silence is to be told of what was our own.
 * @returns null where the work failed or is late
 */
export function within<T>(limitMs: number, work: T | Promise<T>): Promise<T | null> {
  let off: (() => void) | undefined;
  const late = new Promise<null>((resolve) => {
    off = after(limitMs, () => resolve(null));
  });
  return Promise.race([Promise.resolve(work).catch(() => null), late]).finally(off);
}

/** The same patience as a signal, for what takes one. Whoever has their answer calls it off. */
export function deadline(limitMs: number): { signal: AbortSignal; off: () => void } {
  const patience = new AbortController();
  return { signal: patience.signal, off: after(limitMs, () => patience.abort()) };
}

function after(limitMs: number, late: () => void): () => void {
  let until = performance.now() + limitMs;
  let timer: NodeJS.Timeout | undefined;
  const step = (): void => {
    const waitMs = Math.min(stepMs, until - performance.now());
    if (waitMs <= 0) return late();
    const wakeAt = performance.now() + waitMs;
    timer = setTimeout(() => {
      const oversleptMs = performance.now() - wakeAt;
      if (oversleptMs > stepMs) until += oversleptMs + stepMs; // guard: own-standstill
      step();
    }, waitMs);
  };
  step();
  return () => clearTimeout(timer);
}
