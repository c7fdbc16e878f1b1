import "server-only";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { describeError, log } from "@/lib/core/log";
import { stopping } from "@/lib/core/stopping";
import { keepLease, type LeasedRevocation, leaseSeconds } from "@/lib/sessions/writes/lease";

/** How soon a call that nobody wants any more is not made: after somebody paused it, or the lease is another worker's. */
const lookEveryMs = seconds(1);

/**
 * Does something for as long as this worker has the lease and nobody wants it to stop; it keeps the lease meanwhile.
 * @param work gets a signal that is aborted when it is to end
 */
export async function whileHeld<T>(
  { requestId, state }: LeasedRevocation,
  worker: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, stopping()]);
  let goodUntil = performance.now() + seconds(leaseSeconds);
  const look = async (): Promise<void> => {
    const at = performance.now();
    const wanted = await consoleDb().$transaction((tx) => keepLease(tx, requestId, worker));
    if (wanted !== state)
      ended.abort(); // guard: stopped-midway
    else goodUntil = at + seconds(leaseSeconds);
  };
  const timer = setInterval(() => {
    // Whoever cannot say that it still lives is taken for dead in a moment.
    if (performance.now() > goodUntil - seconds(5)) ended.abort();
    look().catch((error: unknown) =>
      log().warn({ requestId, error: describeError(error) }, "the lease was not renewed"),
    );
  }, lookEveryMs);
  try {
    return await work(signal);
  } finally {
    clearInterval(timer);
  }
}
