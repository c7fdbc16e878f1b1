import type { AppHealth } from "@/lib/connectors/apps/read-health";
import type { Judged } from "./judge";

/** More people than this sent back to sign in within five minutes is no chance any more. */
const sessionErrorsLimit = 20;

/** What an app says of itself, the gravest first. What it does not say is nothing against it. */
export function judgeApp(health: AppHealth): Judged {
  if (health.middlewareOk === false) return { status: "down", detail: "middleware_failing" };
  if (health.clerkReachable === false) return { status: "down", detail: "clerk_unreachable" };
  if ((health.sessionErrors5m ?? 0) > sessionErrorsLimit) return { status: "degraded", detail: "session_errors" };
  if (health.webhookReceiverOk === false) return { status: "degraded", detail: "webhook_receiver_silent" };
  // It may be unwell in a way that none of these words tells.
  if (health.saysOk === false) return { status: "degraded", detail: "says_not_ok" }; // guard: own-word
  return { status: "ok", detail: null };
}
