import type { Failure } from "@/lib/connectors/request";
import type { Refusal } from "@/lib/core/errors";

/**
 * How a call to the host failed, in our own words. A refused key is told as ours: it was rotated or revoked, and the host is well.
 * @source Render API: 401 and 403 without a valid key; `Ratelimit-Reset` in seconds
 */
export function hostRefusal(failure: Failure): Refusal {
  switch (failure.kind) {
    case "rate_limited":
      return { code: "host_rate_limited", facts: { retryAfterSeconds: failure.retryAfterSeconds ?? 60 } };
    case "refused":
      if (failure.status === 401 || failure.status === 403) return { code: "host_credential_refused" };
      return failure.status === 404 || failure.status === 410
        ? { code: "host_not_found" }
        : { code: "host_refused", facts: { status: failure.status } };
    case "unexpected_answer":
      return { code: "host_unexpected", facts: { status: failure.status } };
    case "unknown_outcome":
      return { code: "outcome_unknown" };
    default:
      return { code: "host_unreachable" };
  }
}
