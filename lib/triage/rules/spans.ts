import { days, hours, minutes, seconds } from "@/lib/core/duration";

/** What samples are rolled up to. */
export const spans = ["minute", "hour"] as const;
export type Span = (typeof spans)[number];

/** How long each kind is kept. @source design: domain §5, retention */
export const keptForMs = { sample: hours(24), minute: days(30), hour: days(400) } as const;

/** So much is done in one transaction, whatever there is to catch up on. */
export const mostAtOnce = { spans: { minute: 30, hour: 48 }, forgotten: 5_000 } as const;

/** A turn is written down so soon after it began; what comes later puts the roll-up back. */
export const rolledUpAfterMs = seconds(10);

/**
 * A sample that is older than this when it comes is kept, and not rolled up any more: the others of its minute may be forgotten, and
 * a minute made of it alone would be a false one.
 */
export const countedUntilMs = hours(12);

export type Frame = {
  /** Where to read: what is not rolled up yet comes from the samples in any case. */
  source: "sample" | Span;
  /** Length of one stretch. */
  stepSeconds: number;
  count: number;
};

/** More is neither drawn nor read. */
const mostBuckets = 1_000;

/** The coarsest source that a series still shows the difference of: whoever draws days has no use for seconds. */
export function frameOf({ fromMinutesAgo, buckets }: { fromMinutesAgo: number; buckets: number }): Frame {
  const rangeMs = Math.min(Math.max(minutes(1), minutes(fromMinutesAgo)), keptForMs.hour);
  const wanted = Math.min(Math.max(1, Math.floor(buckets)), mostBuckets);
  const stepMs = rangeMs / wanted;
  if (stepMs < minutes(1) && rangeMs <= keptForMs.sample)
    return framed("sample", Math.max(1, Math.round(stepMs / seconds(1))), rangeMs);
  if (stepMs < hours(1) && rangeMs <= keptForMs.minute)
    return framed("minute", 60 * Math.ceil(stepMs / minutes(1)), rangeMs);
  return framed("hour", 3_600 * Math.ceil(stepMs / hours(1)), rangeMs);
}

const framed = (source: Frame["source"], stepSeconds: number, rangeMs: number): Frame => ({
  source,
  stepSeconds,
  count: Math.ceil(rangeMs / seconds(stepSeconds)),
});
