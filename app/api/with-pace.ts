import type { Identified } from "@/lib/access/actor";
import { paceOfCalls } from "@/lib/access/limits";

/**
 * Tells a program how many calls its token has left, and for how long. Nobody else is counted by calls.
 * @source draft-ietf-httpapi-ratelimit-headers-10
 */
export async function withPace(response: Response, who: Identified): Promise<Response> {
  if (who.kind === "visitor") {
    if (who.refusal.code !== "rate_limited") return response;
    response.headers.set("RateLimit", `"token";r=0;t=${response.headers.get("retry-after") ?? "60"}`);
    return response;
  }
  if (who.kind !== "token" && who.kind !== "app") return response;
  const { most, windowSeconds, left, resetSeconds } = await paceOfCalls(who);
  response.headers.set("RateLimit-Policy", `"token";q=${most};w=${windowSeconds}`);
  response.headers.set("RateLimit", `"token";r=${left};t=${resetSeconds}`);
  return response;
}
