import { seconds } from "@/lib/core/duration";
import type { AttemptError, ChannelState } from "../shapes";

/** @source Standard Webhooks 1.0, example schedule: the second attempt comes after 5 s */
const firstPauseMs = seconds(5);
/** A channel that comes back has its backlog within a minute. @source design: house §5 */
const longestPauseMs = seconds(60);
/** About three hours of attempts, an hour's outage with room: PagerDuty's own webhooks try for 48 h, but a page that old wakes for nothing. */
export const mostAttempts = 240;
/** Half a minute of failures in a row is no hiccup any more. */
const downAfterAttempts = 3;
/** Longer than an attempt can take, so that nobody else sends what is being sent. */
export const leaseMs = seconds(30);

/**
 * How long to wait before the next attempt: doubled each time, between half and all of it, and never less than what was asked for.
 * @param luck from 0 to 1
 */
export function pauseAfterMs(attempts: number, retryAfterSeconds: number | null, luck: number): number {
  const full = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 10));
  return Math.max(Math.round(full * (0.5 + luck / 2)), seconds(retryAfterSeconds ?? 0));
}

/** Whether an attempt was the last one: the other side will never take it, or has had its chances. */
export const isLastAttempt = (error: AttemptError, attempts: number): boolean =>
  error === "refused" || attempts >= mostAttempts;

/** What a mail says that has nobody to go to: that is no fault of its channel. */
export const noRecipient = "no_recipient";

/** Whether this failure is the one at which a channel counts as down. */
export const goesDownAt = (attempts: number): boolean => attempts === downAfterAttempts;

type Lately = {
  /** Of the oldest notice that waits. */
  failedAttempts: number;
  lastSentAt: Date | null;
  lastDeadAt: Date | null;
};

/** A channel is down while what it should carry can't get out, or when the last that it was given was given up. */
export function channelState(isSetUp: boolean, { failedAttempts, lastSentAt, lastDeadAt }: Lately): ChannelState {
  if (!isSetUp) return "off";
  const gaveUp = lastDeadAt !== null && (lastSentAt === null || lastDeadAt > lastSentAt);
  return gaveUp || failedAttempts >= downAfterAttempts ? "down" : "ok";
}
