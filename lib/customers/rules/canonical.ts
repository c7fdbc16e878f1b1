import type { CanonicalChain, IdentityLink } from "../shapes";

type Facts = {
  userId: string;
  /** What the user's own row says; links are the truth, and it follows them. */
  columnSays: string | null;
  links: readonly IdentityLink[];
  absent: readonly string[];
};

/**
 * Follows confirmed links from a user to the canonical one. A pending link leads nowhere yet.
 * @source IdP contract: identity_links is the source of truth of a merge, users.canonical_user_id its copy
 */
export function canonicalChain({ userId, columnSays, links, absent }: Facts): CanonicalChain {
  const ids = [userId];
  for (let at = userId; ; ) {
    const next = canonicalsOf(at, links);
    if (next.length > 1) return { ids, trouble: "two_canonicals" };
    const [to] = next;
    if (to === undefined) break;
    if (ids.includes(to)) return { ids: [...ids, to], trouble: "cycle" };
    ids.push(to);
    at = to;
    if (absent.includes(to)) return { ids, trouble: "dangling" };
  }
  const linksSay = ids.length > 1 ? ids.slice(1) : [];
  const agrees = columnSays === null ? linksSay.length === 0 : linksSay.includes(columnSays);
  return { ids, trouble: agrees ? null : "differs" };
}

function canonicalsOf(userId: string, links: readonly IdentityLink[]): string[] {
  const own = links.filter(({ sourceUserId, state }) => sourceUserId === userId && state === "confirmed");
  return [...new Set(own.map(({ canonicalUserId }) => canonicalUserId))];
}
