import type { Deploy, ServiceState } from "@/lib/connectors/render/service-state";
import { type Judged, slowAfterMs } from "./judge";

/** So many minutes in a row above the limit are sustained, and no hiccup. */
const sustainedMinutes = 4;
/** @source Clerk runbook, severity High: "elevated error rate"; a tenth is more than any good day has */
const errorShareLimit = 0.1;

/** What the host knows, the gravest first. */
export function judgeService({ suspended, crashLooping, p95Ms, errorShare }: ServiceState): Judged {
  if (crashLooping) return { status: "down", detail: "stuck_crashlooping" };
  if (suspended) return { status: "down", detail: "suspended" };
  if ((errorShare ?? 0) > errorShareLimit) return { status: "degraded", detail: "errors" };
  const lately = p95Ms.slice(-sustainedMinutes);
  const slow = lately.length === sustainedMinutes && lately.every((each) => each > slowAfterMs);
  return slow ? { status: "degraded", detail: "slow" } : { status: "ok", detail: null };
}

/** What serves now, and what served before it with another commit: where a rollback would lead. @source Render: live, deactivated */
export function servingDeploys(deploys: readonly Deploy[]): { live: Deploy | null; lastGreen: Deploy | null } {
  const live = deploys.find(({ status }) => status === "live") ?? null;
  const before = deploys.find(({ status, commit }) => status === "deactivated" && commit !== live?.commit);
  return { live, lastGreen: before ?? null };
}
