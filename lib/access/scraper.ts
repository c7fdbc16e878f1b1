import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/core/env";

const localNames = new Set(["localhost", "127.0.0.1", "[::1]"]);
const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/**
 * Who may read the metrics: the holder of METRICS_TOKEN and, where the console itself is only local, this machine. With a public
 * origin loopback is no proof: whoever reaches the port can say where a call came from.
 */
export function mayScrape(headers: Headers): boolean {
  const { METRICS_TOKEN, PUBLIC_ORIGIN } = env();
  const hostname = (headers.get("host") ?? "").replace(/:\d+$/, "");
  const onlyLocal = localNames.has(new URL(PUBLIC_ORIGIN).hostname) && localNames.has(hostname);
  if (onlyLocal && loopback.has(headers.get("x-forwarded-for") ?? "")) return true;
  if (!METRICS_TOKEN) return false;
  const given = Buffer.from(headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${METRICS_TOKEN}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
