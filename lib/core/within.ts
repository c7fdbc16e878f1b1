/** Patience is counted in steps of this length. */
const stepMs = 100;
const stepped = Symbol("a step of patience");

/**
 * Waits for work, but no longer than that. Only time in which this process had its turns counts: while all of it stands still, an
 * answer that has come already can't be read, so that such a moment, however long, is one step.
 * @returns null where the work failed or is late
 */
export async function within<T>(limitMs: number, work: T | Promise<T>): Promise<T | null> {
  const done = Promise.resolve(work).catch(() => null);
  for (let leftMs = limitMs; leftMs > 0; leftMs -= stepMs) {
    let timer: NodeJS.Timeout | undefined;
    const step = new Promise<typeof stepped>((resolve) => {
      timer = setTimeout(resolve, Math.min(stepMs, leftMs), stepped);
    });
    const first = await Promise.race([done, step]).finally(() => clearTimeout(timer));
    if (first !== stepped) return first;
  }
  return null;
}
