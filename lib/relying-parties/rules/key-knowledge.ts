import type { KeyFetch, KeyKnowledge } from "../shapes";

type Facts = { activeKid: string | null; fetch: KeyFetch | null; cacheSeconds: number | null };

/**
 * Whether a relying party can verify what is signed with the active key.
 * @param now instant of reading
 * @source IdP incident playbook, kid mismatch: a relying party asks again only when its cache has ended
 */
export function keyKnowledge({ activeKid, fetch, cacheSeconds }: Facts, now: Date): KeyKnowledge {
  if (activeKid === null) return "no_active_key";
  if (fetch === null) return "never_seen";
  if (fetch.hasActive) return "known";
  const ageSeconds = (now.getTime() - Date.parse(fetch.at)) / 1_000;
  return cacheSeconds !== null && ageSeconds <= cacheSeconds ? "not_yet" : "overdue";
}
