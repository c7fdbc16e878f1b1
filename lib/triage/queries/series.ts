import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/console/client";
import { type Frame, frameOf, type Span } from "../rules/spans";
import type { ProbeName, ProbeStatus, SeriesPoint } from "../shapes";

const tables: Record<Span, Prisma.Sql> = { minute: Prisma.sql`probe_minutes`, hour: Prisma.sql`probe_hours` };

/** What wins where several looks are told as one: what can't be seen is worse than what is well. */
const worst = Prisma.sql`CASE WHEN sum(down) > 0 THEN 'down' WHEN sum(degraded) > 0 THEN 'degraded'
                              WHEN sum(unknown) > 0 THEN 'unknown' WHEN sum(ok) > 0 THEN 'ok' END`;

const sampled = Prisma.sql`
  SELECT probe, sampled_at AS at, (status = 'ok')::int AS ok, (status = 'degraded')::int AS degraded, (status = 'down')::int AS down,
         (status = 'unknown')::int AS unknown, latency_ms::float8 AS latency_ms, value AS means
    FROM probe_samples`;

/** Looks since an instant, from where they are rolled up to, and for the rest from the samples themselves. */
function looksSince(source: Frame["source"], { began, only }: { began: Prisma.Sql; only: Prisma.Sql }): Prisma.Sql {
  if (source === "sample")
    return Prisma.sql`${sampled} WHERE ${only} AND sampled_at >= ${began} AND sampled_at <= now()`;
  const done = Prisma.sql`coalesce((SELECT done_until FROM probe_roll_ups WHERE span = ${source}), '-infinity')`;
  return Prisma.sql`
    SELECT probe, at, ok, degraded, down, unknown, latency_ms, means FROM ${tables[source]}
     WHERE ${only} AND at >= ${began} AND at < ${done}
    UNION ALL ${sampled} WHERE ${only} AND sampled_at >= greatest(${began}, ${done}) AND sampled_at <= now()`;
}

type Row = Omit<SeriesPoint, "at"> & { at: Date };

/**
 * What a probe has seen, in stretches of equal length, oldest first; a stretch without a look is a gap. They begin at round times, so
 * that what is drawn stands still while it is asked for again, and the last one is not over yet.
 * @param asked.buckets at most so many stretches, or as many as the range has minutes or hours
 */
export async function listSeries(
  _actor: Actor,
  asked: { probe: ProbeName; fromMinutesAgo: number; buckets: number },
): Promise<SeriesPoint[]> {
  const { source, stepSeconds, count } = frameOf(asked);
  const step = Prisma.sql`make_interval(secs => ${stepSeconds})`;
  const began = Prisma.sql`(date_bin(${step}, now(), 'epoch') - make_interval(secs => ${stepSeconds * (count - 1)}))`;
  const rows = await consoleDb().$queryRaw<Row[]>`
    WITH looked AS (${looksSince(source, { began, only: Prisma.sql`probe = ${asked.probe}` })}),
         seen AS (SELECT *, date_bin(${step}, at, ${began}) AS stretch, ok + degraded + down + unknown AS looks FROM looked),
         states AS (
           SELECT stretch, ${worst} AS worst, sum(looks)::int AS samples,
                  sum(latency_ms * looks) / nullif(sum(looks) FILTER (WHERE latency_ms IS NOT NULL), 0) AS latency
             FROM seen GROUP BY stretch),
         field AS (
           SELECT stretch, each.key, sum(each.value::float8 * looks) / sum(looks) AS mean FROM seen, jsonb_each(seen.means) AS each
            WHERE jsonb_typeof(each.value) = 'number' GROUP BY stretch, each.key),
         measured AS (SELECT stretch, jsonb_object_agg(key, mean) AS means FROM field GROUP BY stretch)
    SELECT each.at, states.worst, coalesce(states.samples, 0) AS samples, states.latency AS "latencyMs",
           coalesce(measured.means, '{}') AS "values"
      FROM (SELECT ${began} + n * ${step} AS at FROM generate_series(0, ${count - 1}::int) AS n) AS each
      LEFT JOIN states ON states.stretch = each.at
      LEFT JOIN measured ON measured.stretch = each.at
     ORDER BY each.at`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** How far back a tape reaches. */
const tapeMinutes = 60;

/**
 * Of every probe that was looked at within the last hour the worst of each of its minutes, oldest first, null where nobody looked. All
 * of them in one query: it is asked for every few seconds.
 */
export async function listTapes(_actor: Actor): Promise<Record<string, (ProbeStatus | null)[]>> {
  const began = Prisma.sql`(date_trunc('minute', now()) - make_interval(mins => ${tapeMinutes - 1}))`;
  const rows = await consoleDb().$queryRaw<{ probe: string; minute: number; worst: ProbeStatus }[]>`
    WITH looked AS (${looksSince("minute", { began, only: Prisma.sql`true` })})
    SELECT probe, (extract(epoch FROM date_trunc('minute', at) - ${began}) / 60)::int AS minute, ${worst} AS worst
      FROM looked GROUP BY probe, minute`;
  const tapes: Record<string, (ProbeStatus | null)[]> = {};
  for (const { probe, minute, worst: status } of rows) {
    tapes[probe] ??= Array.from({ length: tapeMinutes }, () => null);
    tapes[probe][minute] = status;
  }
  return tapes;
}
