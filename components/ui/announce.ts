"use client";

export type Announcement = { words: string; urgency: "polite" | "assertive"; turn: number };

let latest: Announcement = { words: "", urgency: "polite", turn: 0 };
const listeners = new Set<() => void>();

/** Says something to screen readers through the page's one live region. Assertive only when a grant or session ends. */
export function announce(words: string, urgency: Announcement["urgency"] = "polite"): void {
  latest = { words, urgency, turn: latest.turn + 1 };
  for (const listener of listeners) listener();
}

/** The last thing said; for the live region. */
export const latestAnnouncement = (): Announcement => latest;

/** Calls back on every announcement; returns how to stop. For the live region. */
export function onAnnouncement(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
