import { grantCookie } from "./grant-ticket";
import { isPublicApi } from "./routes";

/** Carries the token of a program to the code that judges it, past Clerk. An inbound header of this name is cut off. */
export const bearerHeader = "x-sallyport-bearer";

/**
 * How a request to the public API says who it is from. `token`: by an Authorization header alone · `both`: beside it by the cookies of a
 * session, so that nobody can say whose it is · `nothing` · `browser`: everything else, and every other path.
 */
export type Bearing = "token" | "both" | "nothing" | "browser";

const session = /(^|;)\s*(__session|__refresh)/;

/** Judges names alone: whether a token or a cookie holds is for those who read them. */
export function bearingOf(path: string, headers: Headers): Bearing {
  if (!isPublicApi(path)) return "browser";
  const cookies = headers.get("cookie");
  if (!headers.has("authorization")) return cookies === null ? "nothing" : "browser";
  return cookies !== null && (session.test(cookies) || cookies.includes(grantCookie)) ? "both" : "token"; // guard: bearer-beside-session
}

/**
 * The headers of a request to the public API that goes around Clerk: the token under a name that Clerk does not read, and no cookie.
 * @param headers already without what is hostile and without what Clerk reads
 */
export function withBearer(headers: Headers, token: string | null): Headers {
  const kept = new Headers(headers);
  kept.delete("cookie");
  kept.set(bearerHeader, token ?? "");
  return kept;
}
