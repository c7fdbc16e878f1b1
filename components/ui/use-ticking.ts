"use client";

import { useCallback, useSyncExternalStore } from "react";
import { type Instant, toDate } from "./instant";

/**
 * How far the server's clock is ahead of this machine's. A page kept by the router carries an old instant and would
 * make ages look young, so the largest difference seen counts: waiting can only make it smaller.
 */
let aheadMs = Number.NEGATIVE_INFINITY;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function serverNow(renderedMs: number): number {
  aheadMs = Math.max(aheadMs, renderedMs - Date.now());
  return Date.now() + aheadMs;
}

function tick(): void {
  for (const listener of listeners) listener();
  timer = setTimeout(tick, 1_000 - (Date.now() % 1_000));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setTimeout(tick, 1_000 - (Date.now() % 1_000));
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/**
 * Reads something off the server's clock once a second; the component draws again only when the answer changes.
 * The first drawing uses `renderedAt`, so that server and browser agree.
 */
export function useTicking<T extends string | number | boolean>(read: (nowMs: number) => T, renderedAt: Instant): T {
  const renderedMs = toDate(renderedAt).getTime();
  const here = useCallback(() => read(serverNow(renderedMs)), [read, renderedMs]);
  const there = useCallback(() => read(renderedMs), [read, renderedMs]);
  return useSyncExternalStore(subscribe, here, there);
}
