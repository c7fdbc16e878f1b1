import { z } from "zod";
import type { Role } from "@/lib/access/roles";

/** What a notice can be about. A kind has words in `messages/` under `notices.kind`. */
export const noticeKinds = [
  "api-token.created",
  "app-bypass.ended",
  "app-bypass.opened",
  "approval.wanted",
  "approval.approved",
  "approval.denied",
  "approval.offered",
  "approval.lost",
  "auto-deploy.paused",
  "auto-deploy.resumed",
  "bypass.drilled",
  "bypass.ended",
  "bypass.enrolled",
  "bypass.foreign",
  "bypass.limited",
  "bypass.opened",
  "bypass.refused",
  "bypass.sheet",
  "bypass.struck",
  "bypass.unarmed",
  "bypass.warned",
  "channel.down",
  "channel.test",
  "deploy.failed",
  "emergency.ran",
  "incident.declared",
  "incident.resolved",
  "passkey.added",
  "passkey.removed",
  "proof.locked",
  "replay.held",
  "request.expired",
  "request.tampered",
  "review.due",
  "review.late",
  "revocation.held",
  "revocation.looked-at",
  "task.failed",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** `page`: somebody must look now · `tell`: somebody should know. */
export const urgencies = ["page", "tell"] as const;
export type Urgency = (typeof urgencies)[number];

/** What a notice's words may mention: names, counts and codes. A closed set, so that no payload finds a way in. */
export type NoticeValues = {
  /** Who did or wants it, by name. */
  readonly who?: string;
  readonly operation?: string;
  /** What it touches, as a preview's subject says it: ids and names. */
  readonly subject?: string;
  /** The request code that stands on every screen. */
  readonly code?: string;
  readonly count?: number;
  readonly channel?: Channel;
};

/** Who sees it in the console, and gets it by mail. The channels of a team carry it whoever it is for. */
export type Audience = {
  readonly roles?: readonly Role[];
  readonly personIds?: readonly string[];
  /** People who know already, such as the one who asked. */
  readonly exceptIds?: readonly string[];
};

export type NewNotice = {
  kind: NoticeKind;
  /** A path of ours that shows what it is about. */
  href: string;
  audience: Audience;
  urgency: Urgency;
  /** Names the event: whatever is posted under a known key is nothing new. */
  dedupKey: string;
  values: NoticeValues;
  /** The key of an earlier notice that this one answers: it no longer waits for anybody, and its page is resolved. */
  settles?: string;
  /** For a test of one channel: it goes there, and into nobody's inbox. */
  onlyChannel?: Channel;
};

/** The ways out of the console. The inbox inside it is none: it reads the notices themselves. */
export const channels = ["slack", "pagerduty", "mail", "webhook"] as const;
export type Channel = (typeof channels)[number];

/** What the environment must hold for a channel to be set up. */
export const credentialsOf: Record<Channel, string> = {
  slack: "SLACK_WEBHOOK_URL",
  pagerduty: "PAGERDUTY_ROUTING_KEY",
  mail: "SMTP_URL, MAIL_FROM",
  webhook: "NOTICE_WEBHOOK_URL, NOTICE_WEBHOOK_SECRET",
};

/** In which language a channel speaks: a team reads it together, whatever its people chose for themselves. */
export const channelLanguages = ["en", "ko"] as const;
export type ChannelLanguage = (typeof channelLanguages)[number];

/** What a channel carries. */
export const channelRoute = z.strictObject({
  channel: z.enum(channels),
  urgencies: z.array(z.enum(urgencies)).max(urgencies.length).refine(unique),
  /** Kinds that it does not carry, whatever their urgency. */
  exceptKinds: z.array(z.enum(noticeKinds)).max(noticeKinds.length).refine(unique),
  language: z.enum(channelLanguages),
});
export type ChannelRoute = z.infer<typeof channelRoute>;

/** How an attempt ended, as the worker saw it. */
export const attemptResult = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("sent") }),
  z.strictObject({
    state: z.literal("failed"),
    error: z.enum([
      "unreachable",
      "timed_out",
      "refused",
      "rate_limited",
      "unexpected_answer",
      "untrusted",
      "unknown_outcome",
    ]),
    /** A status and the other side's word for it, where there were any. */
    detail: z.string().max(60).nullable(),
    retryAfterSeconds: z.number().int().positive().nullable(),
  }),
]);
export type AttemptResult = z.infer<typeof attemptResult>;
export type AttemptError = Extract<AttemptResult, { state: "failed" }>["error"];

/** `off`: without credentials · `ok` · `down`: what it should carry waits, and attempts fail. */
export type ChannelState = "off" | "ok" | "down";

/** How a channel is, for the page and the frame. Instants are ISO texts. */
export type ChannelHealth = {
  channel: Channel;
  state: ChannelState;
  route: ChannelRoute;
  waiting: number;
  dead: number;
  /** Of the oldest that waits. */
  failedAttempts: number;
  lastError: AttemptError | null;
  lastDetail: string | null;
  nextAttemptAt: string | null;
  lastSentAt: string | null;
};

/** A notice that a channel gave up on. */
export type DeadNotice = {
  id: string;
  channel: Channel;
  kind: NoticeKind;
  href: string;
  values: NoticeValues;
  attempts: number;
  lastError: AttemptError;
  lastDetail: string | null;
  deadAt: string;
};

/** How the latest test of a channel by this reader went. */
export type ChannelTest = {
  channel: Channel;
  state: "pending" | "sent" | "dead";
  lastError: AttemptError | null;
  lastDetail: string | null;
  postedAt: string;
};

export const noticeId = z.uuid();
/** As many as an inbox shows at once. */
export const noticeIds = z.array(noticeId).min(1).max(200);

/** A notice as its reader sees it. Instants are ISO texts. */
export type NoticeLine = {
  id: string;
  kind: NoticeKind;
  href: string;
  urgency: Urgency;
  values: NoticeValues;
  postedAt: string;
  read: boolean;
  /** What it asked for was done, by whomever. */
  settled: boolean;
};

function unique(entries: readonly string[]): boolean {
  return new Set(entries).size === entries.length;
}
