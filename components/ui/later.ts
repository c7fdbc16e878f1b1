/** Something of the page that is fetched after it. */
export type Later<T> = {
  /** Fetches it, once; after a failure, again. */
  fetch: () => Promise<T>;
  /** What was fetched; null until then. */
  current: () => T | null;
  onFetched: (tell: () => void) => () => void;
};

/** @param load imports it */
export function later<T>(load: () => Promise<T>): Later<T> {
  let [fetching, fetched]: [Promise<T> | null, T | null] = [null, null];
  const listeners = new Set<() => void>();
  const fetch = (): Promise<T> => {
    fetching ??= load().then(
      (part) => {
        fetched = part;
        for (const tell of listeners) tell();
        return part;
      },
      (error: unknown) => {
        fetching = null;
        throw error;
      },
    );
    return fetching;
  };
  const onFetched = (tell: () => void): (() => void) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  };
  return { fetch, current: () => fetched, onFetched };
}
