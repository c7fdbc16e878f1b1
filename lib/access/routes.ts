/** Answered under any Host: load balancers and scrapers come by address. */
export const answersAnyHost = (path: string): boolean => path === "/metrics" || path.startsWith("/api/health/");

/** Clerk's Frontend API, served from our own origin. */
export const isClerkProxy = (path: string): boolean => path === "/__clerk" || path.startsWith("/__clerk/");

/** Needs no identity, so that it answers when Clerk does not. */
export const isOpenToAll = (path: string): boolean => answersAnyHost(path) || path === "/console-lost";

/** The break-glass page and what it asks for: needed most when Clerk is dead, so Clerk is never asked there. */
export const isOutsideClerk = (path: string): boolean =>
  ["/break-glass", "/api/break-glass"].some((place) => path === place || path.startsWith(`${place}/`));

/** The public API: the only place where a token counts. */
export const isPublicApi = (path: string): boolean => path.startsWith("/api/v1/");

/** Whether a browser shows the answer as a page (and not as data for a page that is already there). */
export const wantsPage = (method: string, headers: Headers): boolean =>
  method === "GET" &&
  !headers.has("rsc") &&
  !headers.has("next-action") &&
  (headers.get("sec-fetch-dest") === "document" || (headers.get("accept") ?? "").includes("text/html"));
