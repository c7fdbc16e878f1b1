import "server-only";

/** Work that goes on beside other work: its failure is told by whoever waits for it, and by nobody else meanwhile. */
export function later<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
