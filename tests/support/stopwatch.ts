const tickMs = 50;
const stillMs = 100;

/**
 * How long something took, in ms, without the moments in which this process stood still, as it does when the machine has no time for
 * it: those say nothing of the console. Limits that people are promised are held against it.
 */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  let tickedAt = startedAt;
  let stoodStillMs = 0;
  const tick = () => {
    const now = performance.now();
    const late = now - tickedAt - tickMs;
    if (late > stillMs) stoodStillMs += late;
    tickedAt = now;
  };
  const ticking = setInterval(tick, tickMs);
  ticking.unref();
  return () => {
    clearInterval(ticking);
    tick();
    return performance.now() - startedAt - stoodStillMs;
  };
}
