import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { keptForMs, mostAtOnce, rolledUpAfterMs, type Span } from "../rules/spans";

type Stretch = { begins: Date | null; ends: Date | null };

/**
 * Rolls up what is finished and not rolled up yet, some of it. Each row is made anew of all that it stands for, so that a crash or a
 * second worker doubles nothing. Minutes come before hours, which are made of them.
 * @returns how many rows were made
 */
export async function rollUp(tx: ConsoleTransaction, span: Span): Promise<number> {
  // Whoever writes samples holds their lane first, too: what they saw is here before this reads, or they see how far this came.
  await tx.$queryRaw`SELECT lane FROM probe_lanes ORDER BY lane FOR SHARE`; // guard: roll-up-waits
  await tx.$executeRaw`INSERT INTO probe_roll_ups VALUES (${span}, 'epoch') ON CONFLICT (span) DO NOTHING`;
  const [ours] = await tx.$queryRaw<{ doneUntil: Date }[]>`
    SELECT done_until AS "doneUntil" FROM probe_roll_ups WHERE span = ${span} FOR UPDATE SKIP LOCKED`;
  if (!ours) return 0;
  const { begins, ends } = await (span === "minute" ? minutesToDo(tx, ours.doneUntil) : hoursToDo(tx, ours.doneUntil));
  if (!begins || !ends || begins >= ends) return 0;
  const made = await (span === "minute" ? makeMinutes(tx, begins, ends) : makeHours(tx, begins, ends));
  await tx.$executeRaw`UPDATE probe_roll_ups SET done_until = ${ends}::timestamptz WHERE span = ${span}`;
  return made;
}

async function minutesToDo(tx: ConsoleTransaction, doneUntil: Date): Promise<Stretch> {
  const [stretch] = await tx.$queryRaw<Stretch[]>`
    SELECT first.begins, least(first.begins + make_interval(mins => ${mostAtOnce.spans.minute}),
                               date_trunc('minute', now() - make_interval(secs => ${rolledUpAfterMs / seconds(1)}))) AS ends
      FROM (SELECT date_trunc('minute', min(sampled_at)) AS begins FROM probe_samples
             WHERE sampled_at >= ${doneUntil}::timestamptz) AS first`;
  return stretch ?? { begins: null, ends: null };
}

/** An hour is finished when its last minute is made. */
async function hoursToDo(tx: ConsoleTransaction, doneUntil: Date): Promise<Stretch> {
  const [stretch] = await tx.$queryRaw<Stretch[]>`
    SELECT first.begins, least(first.begins + make_interval(hours => ${mostAtOnce.spans.hour}),
                               date_trunc('hour', (SELECT done_until FROM probe_roll_ups WHERE span = 'minute'))) AS ends
      FROM (SELECT date_trunc('hour', min(at)) AS begins FROM probe_minutes WHERE at >= ${doneUntil}::timestamptz) AS first`;
  return stretch ?? { begins: null, ends: null };
}

function makeMinutes(tx: ConsoleTransaction, begins: Date, ends: Date): Promise<number> {
  return tx.$executeRaw`
    WITH seen AS (
           SELECT probe, date_trunc('minute', sampled_at) AS at, status, latency_ms, value FROM probe_samples
            WHERE sampled_at >= ${begins}::timestamptz AND sampled_at < ${ends}::timestamptz),
         field AS (
           SELECT probe, at, each.key, round(avg(each.value::float8)::numeric, 4) AS mean FROM seen, jsonb_each(seen.value) AS each
            WHERE jsonb_typeof(each.value) = 'number' GROUP BY probe, at, each.key),
         measured AS (SELECT probe, at, jsonb_object_agg(key, mean) AS means FROM field GROUP BY probe, at)
    INSERT INTO probe_minutes (probe, at, ok, degraded, down, unknown, latency_ms, means)
    SELECT probe, at, count(*) FILTER (WHERE status = 'ok'), count(*) FILTER (WHERE status = 'degraded'),
           count(*) FILTER (WHERE status = 'down'), count(*) FILTER (WHERE status = 'unknown'), avg(latency_ms),
           coalesce((array_agg(measured.means))[1], '{}')
      FROM seen LEFT JOIN measured USING (probe, at) GROUP BY probe, at
    ON CONFLICT (probe, at) DO UPDATE
       SET ok = excluded.ok, degraded = excluded.degraded, down = excluded.down, unknown = excluded.unknown,
           latency_ms = excluded.latency_ms, means = excluded.means`; // guard: rolled-up-anew
}

/** Each minute weighs as much as it has looks. */
function makeHours(tx: ConsoleTransaction, begins: Date, ends: Date): Promise<number> {
  return tx.$executeRaw`
    WITH seen AS (
           SELECT probe, date_trunc('hour', at) AS at, ok, degraded, down, unknown, ok + degraded + down + unknown AS looks, latency_ms, means
             FROM probe_minutes WHERE at >= ${begins}::timestamptz AND at < ${ends}::timestamptz),
         field AS (
           SELECT probe, at, each.key, round((sum(each.value::float8 * looks) / sum(looks))::numeric, 4) AS mean
             FROM seen, jsonb_each(seen.means) AS each GROUP BY probe, at, each.key),
         measured AS (SELECT probe, at, jsonb_object_agg(key, mean) AS means FROM field GROUP BY probe, at)
    INSERT INTO probe_hours (probe, at, ok, degraded, down, unknown, latency_ms, means)
    SELECT probe, at, sum(ok), sum(degraded), sum(down), sum(unknown),
           sum(latency_ms * looks) / nullif(sum(looks) FILTER (WHERE latency_ms IS NOT NULL), 0),
           coalesce((array_agg(measured.means))[1], '{}')
      FROM seen LEFT JOIN measured USING (probe, at) GROUP BY probe, at
    ON CONFLICT (probe, at) DO UPDATE
       SET ok = excluded.ok, degraded = excluded.degraded, down = excluded.down, unknown = excluded.unknown,
           latency_ms = excluded.latency_ms, means = excluded.means`;
}

/**
 * Forgets what is too old, so much at a time: by place, because a list of ids makes the planner read the whole table. What is not rolled
 * up stays.
 * @returns how many rows are gone
 */
export async function forgetOld(tx: ConsoleTransaction): Promise<number> {
  const limit = mostAtOnce.forgotten;
  const samples = await tx.$executeRaw`
    DELETE FROM probe_samples WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM probe_samples
       WHERE sampled_at < now() - make_interval(secs => ${keptForMs.sample / seconds(1)})
         AND sampled_at < coalesce((SELECT done_until FROM probe_roll_ups WHERE span = 'minute'), '-infinity')
       ORDER BY sampled_at LIMIT ${limit}))`; // guard: roll-up-before-forgetting
  const minutes = await tx.$executeRaw`
    DELETE FROM probe_minutes WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM probe_minutes
       WHERE at < now() - make_interval(secs => ${keptForMs.minute / seconds(1)})
         AND at < coalesce((SELECT done_until FROM probe_roll_ups WHERE span = 'hour'), '-infinity')
       ORDER BY at LIMIT ${limit}))`;
  const hours = await tx.$executeRaw`
    DELETE FROM probe_hours WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM probe_hours WHERE at < now() - make_interval(secs => ${keptForMs.hour / seconds(1)}) ORDER BY at LIMIT ${limit}))`;
  return samples + minutes + hours;
}
