import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import { type Answer, type Exchange, serve } from "../kernel/server";
import { type Alerts, pagerdutyFailure, pagerdutyRoutes } from "./pagerduty";
import { slackFailure, slackRoute } from "./slack";
import { startMailSink } from "./smtp";
import { webhookFailure, webhookRoute } from "./webhook";

/** What the console was told of the channels, so that the sinks know a stranger. */
export type NotificationsConfig = {
  ports: { notifications: number; smtp: number };
  notifications: {
    slackWebhookPath: string;
    pagerdutyRoutingKey: string;
    noticeWebhookSecret: string;
    smtpPassword: string;
  };
};

const failures: Record<string, (status: number) => Answer> = {
  slack: slackFailure,
  pagerduty: pagerdutyFailure,
  "notice-webhook": webhookFailure,
};

/** Starts everything that notices go to: Slack, PagerDuty and a receiver of webhooks on one port, a mail server on its own. */
export async function startNotifications(kernel: Kernel, { ports, notifications }: NotificationsConfig): Promise<Part> {
  const alerts: Alerts = new Map();
  const taken = new Set<string>();
  for (const name of Object.keys(failures)) kernel.faults.declare(name);
  const listener = await serve(
    {
      name: "notifications",
      routes: [
        slackRoute(notifications.slackWebhookPath),
        ...pagerdutyRoutes(notifications.pagerdutyRoutingKey, alerts),
        webhookRoute(notifications.noticeWebhookSecret, taken),
      ],
      faultName: (exchange) => [ownerOf(exchange)],
      failure: (status, exchange) => failures[ownerOf(exchange)]?.(status) ?? { status },
    },
    ports.notifications,
    kernel,
  );
  const mail = await startMailSink(kernel, { port: ports.smtp, password: notifications.smtpPassword });
  return {
    async reset() {
      alerts.clear();
      taken.clear();
    },
    async close() {
      await Promise.all([listener.close(), mail.close()]);
    },
  };
}

/** Whose address it is: the last name also heads its page of the journal. */
function ownerOf(exchange: Exchange | undefined): string {
  const path = exchange?.path ?? "";
  if (path.startsWith("/services/")) return "slack";
  return path.startsWith("/v2/") ? "pagerduty" : "notice-webhook";
}
