import type { Failure } from "@/lib/connectors/request";
import type { Reading } from "../shapes";

/**
 * What became of a try of Clerk's sign-in path. A no to our key or address is our own mistake, and no outage: it is said, and opens
 * nothing. Too many requests are an outage like any other: nobody gets in.
 */
export function judgeSignIn(
  failures: Readonly<Record<string, Failure | null>>,
  tookMs: number,
): Omit<Reading, "probe" | "value"> {
  const failed = Object.entries(failures).flatMap(([step, failure]) => (failure ? [{ step, failure }] : []));
  const worst = failed.find(({ failure }) => failure.kind !== "refused") ?? failed[0];
  if (!worst) return { status: "ok", latencyMs: tookMs, detail: null };
  const { step, failure } = worst;
  return {
    status: failure.kind === "refused" ? "degraded" : "down",
    latencyMs: tookMs,
    detail: `${step}_${failure.kind}`,
  };
}

/** Whether what failed is more than a process sees that only asks whether Clerk's Frontend API answers at all. */
export const failsBeyondReach = (detail: string | null): boolean =>
  detail !== null && !detail.startsWith("environment_");
