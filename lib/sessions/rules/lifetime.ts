import type { SessionLifetime } from "../shapes";

/** How long sessions live: what lies between their begin and the end that Clerk has set for them. Seconds. */
export function lifetimeOf(lives: readonly { createdAt: Date | null; expiresAt: Date | null }[]): SessionLifetime {
  const spans = lives.flatMap(({ createdAt, expiresAt }) =>
    createdAt && expiresAt && expiresAt > createdAt
      ? [Math.round((expiresAt.getTime() - createdAt.getTime()) / 1_000)]
      : [],
  );
  if (spans.length === 0) return { sampled: 0, shortestSeconds: null, longestSeconds: null };
  return { sampled: spans.length, shortestSeconds: Math.min(...spans), longestSeconds: Math.max(...spans) };
}
