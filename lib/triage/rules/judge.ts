import type { Answer } from "@/lib/connectors/request";
import { seconds } from "@/lib/core/duration";
import type { Reading } from "../shapes";

/** Slower than this is bad for people. @source Clerk runbook, severity High: p95 above 2 s */
export const slowAfterMs = seconds(2);

export type Judged = Pick<Reading, "status" | "detail">;

/**
 * What an answer, or the want of one, says of a neighbour. A no to our own credential is our mistake and not its illness; too many
 * requests are an outage like any other: nobody is served.
 */
export function judge(answer: Answer<unknown>, tookMs: number): Judged {
  if (answer.ok) return tookMs > slowAfterMs ? { status: "degraded", detail: "slow" } : { status: "ok", detail: null };
  const { failure } = answer;
  if (failure.kind !== "refused") return { status: "down", detail: failure.kind };
  const ours = failure.status === 401 || failure.status === 403;
  return { status: "degraded", detail: ours ? "credential_refused" : "refused" };
}
