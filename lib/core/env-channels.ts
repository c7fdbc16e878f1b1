import { z } from "zod";

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
const slackOwn = new Set(["hooks.slack.com", "hooks.slack-gov.com"]);
const pagerdutyOwn = new Set(["events.pagerduty.com", "events.eu.pagerduty.com"]);

/** Whether a URL leads to this machine and no further. */
export const isLoopback = (url: string): boolean => loopback.has(new URL(url).hostname);

/** What goes there is a secret, or tells of our incidents: encrypted, or on this machine. */
export const encrypted = z
  .url({ protocol: /^https?$/ })
  .refine((value) => isLoopback(value) || new URL(value).protocol === "https:", {
    error: "must be https, or on loopback",
  });
export const ownedBy = (hosts: Set<string>, whose: string) =>
  encrypted.refine((value) => isLoopback(value) || hosts.has(new URL(value).hostname), {
    error: `must be ${whose}'s own host or loopback`,
  });

/** Credentials of the channels by which notices leave. A channel without them is not set up, and that is no fault. */
export const channelShape = {
  /** The URL itself is the secret. @source Slack, incoming webhooks */
  SLACK_WEBHOOK_URL: ownedBy(slackOwn, "Slack").optional(),
  /** @source PagerDuty, Events API v2: integration keys have 32 characters */
  PAGERDUTY_ROUTING_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{32}$/, "must be an integration key of 32 characters")
    .optional(),
  PAGERDUTY_EVENTS_URL: ownedBy(pagerdutyOwn, "PagerDuty").default("https://events.pagerduty.com"),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// URL" }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, "must be an address, or a name and an <address>")
    .optional(),
  NOTICE_WEBHOOK_URL: encrypted.optional(),
  /** @source Standard Webhooks 1.0: 24 to 64 random bytes, as base64 after whsec_ */
  NOTICE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, "must be whsec_ and 24 to 64 bytes in base64")
    .optional(),
};

type Channels = z.output<z.ZodObject<typeof channelShape>>;

/** A channel whose credentials are half there would look set up to one and not to another. */
export function channelFaults(env: Channels): string[] {
  const pairs = [
    ["SMTP_URL", "MAIL_FROM"],
    ["NOTICE_WEBHOOK_URL", "NOTICE_WEBHOOK_SECRET"],
  ] as const;
  return pairs.flatMap(([one, other]) => {
    if ((env[one] === undefined) === (env[other] === undefined)) return [];
    const [absent, present] = env[one] === undefined ? [one, other] : [other, one];
    return [`${absent}: is missing, and ${present} is nothing without it`];
  });
}
