const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

export type OriginFacts = { method: string; origin: string | null; fetchSite: string | null; publicOrigin: string };

/**
 * Whether a request may change something, judged by where the browser says it comes from.
 * `Sec-Fetch-Site` must be `same-origin` and, when present, `Origin` must be ours; without the former, `Origin` alone must be ours.
 * Missing, `null` and malformed origins are refused: Next itself would let a missing one through.
 * @source OWASP CSRF cheat sheet (Fetch Metadata first, Origin as the fallback)
 */
export function isSameOrigin({ method, origin, fetchSite, publicOrigin }: OriginFacts): boolean {
  if (safeMethods.has(method.toUpperCase())) return true;
  if (origin === null || origin !== publicOrigin) return false;
  return fetchSite === null || fetchSite === "same-origin";
}

/** The facts of a request's headers that {@link isSameOrigin} judges. */
export function originFacts(method: string, headers: Headers, publicOrigin: string): OriginFacts {
  return { method, origin: headers.get("origin"), fetchSite: headers.get("sec-fetch-site"), publicOrigin };
}
