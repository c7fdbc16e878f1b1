import type { Deploy, ServiceState } from "@/lib/connectors/render/service-state";
import { type Judged, slowAfterMs } from "./judge";

/** So many minutes in a row above the limit are sustained, and no hiccup. */
const sustainedMinutes = 4;
/** @source Clerk runbook, severity High: "elevated error rate"; a tenth is more than any good day has */
const errorShareLimit = 0.1;

/** What the host knows, the gravest first. */
export function judgeService({ suspended, crashLooping, deploys, p95Ms, errorShare }: ServiceState): Judged {
  if (crashLooping) return { status: "down", detail: "stuck_crashlooping" };
  if (suspended) return { status: "down", detail: "suspended" };
  if ((errorShare ?? 0) > errorShareLimit) return { status: "degraded", detail: "errors" };
  const lately = p95Ms.slice(-sustainedMinutes);
  const slow = lately.length === sustainedMinutes && lately.every((each) => each > slowAfterMs);
  if (slow) return { status: "degraded", detail: "slow" };
  return deploys[0] && isFailed(deploys[0])
    ? { status: "degraded", detail: "deploy_failed" }
    : { status: "ok", detail: null };
}

/** Whether a deploy never served. What served before goes on, so it is worth a look and no alarm. @source Render: deploy statuses */
const isFailed = ({ status }: Deploy): boolean => status.endsWith("_failed");
