import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { minutes, seconds } from "@/lib/core/duration";
import type { ProbeName, ProbeStatus, SeriesPoint } from "../shapes";

/** More is neither drawn nor read. */
const mostBuckets = 1_000;

type Row = Omit<SeriesPoint, "at"> & { at: Date };

/**
 * What a probe has seen, in so many stretches of equal length, oldest first; a stretch without a look is a gap. They begin at round
 * times, so that what is drawn stands still while it is asked for again, and the last one is not over yet.
 */
export async function listSeries(
  _actor: Actor,
  { probe, fromMinutesAgo, buckets }: { probe: ProbeName; fromMinutesAgo: number; buckets: number },
): Promise<SeriesPoint[]> {
  const count = Math.min(Math.max(1, Math.floor(buckets)), mostBuckets);
  const step = Math.max(1, Math.round(minutes(fromMinutesAgo) / seconds(1) / count));
  const rows = await consoleDb().$queryRaw<Row[]>`
    WITH frame AS (
           SELECT make_interval(secs => ${step}) AS step,
                  date_bin(make_interval(secs => ${step}), now(), 'epoch') - make_interval(secs => ${step * (count - 1)}) AS began),
         seen AS (
           SELECT date_bin(frame.step, sample.sampled_at, frame.began) AS at, latency_ms, value,
                  array_position(ARRAY['ok', 'unknown', 'degraded', 'down'], status) AS rank
             FROM frame, probe_samples sample
            WHERE sample.probe = ${probe} AND sample.sampled_at >= frame.began AND sample.sampled_at <= now()),
         looks AS (SELECT at, max(rank) AS worst, count(*)::int AS samples, avg(latency_ms)::float8 AS latency FROM seen GROUP BY at),
         field AS (SELECT at, each.key, avg(each.value::float8) AS mean
                     FROM seen, jsonb_each(seen.value) AS each WHERE jsonb_typeof(each.value) = 'number' GROUP BY at, each.key),
         measured AS (SELECT at, jsonb_object_agg(key, mean) AS means FROM field GROUP BY at)
    SELECT frame.began + n * frame.step AS at, (ARRAY['ok', 'unknown', 'degraded', 'down'])[looks.worst] AS worst,
           coalesce(looks.samples, 0) AS samples, looks.latency AS "latencyMs", coalesce(measured.means, '{}') AS "values"
      FROM frame CROSS JOIN generate_series(0, ${count - 1}::int) AS n
      LEFT JOIN looks ON looks.at = frame.began + n * frame.step
      LEFT JOIN measured ON measured.at = looks.at
     ORDER BY n`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** How far back a tape reaches. */
const tapeMinutes = 60;

/**
 * Of every probe that was looked at within the last hour the worst of each of its minutes, oldest first, null where nobody looked. All
 * of them in one query: it is asked for every few seconds.
 */
export async function listTapes(_actor: Actor): Promise<Record<string, (ProbeStatus | null)[]>> {
  const rows = await consoleDb().$queryRaw<{ probe: string; minute: number; worst: ProbeStatus }[]>`
    SELECT probe, (extract(epoch FROM date_trunc('minute', now()) - date_trunc('minute', sampled_at)) / 60)::int AS minute,
           (ARRAY['ok', 'unknown', 'degraded', 'down'])[max(array_position(ARRAY['ok', 'unknown', 'degraded', 'down'], status))] AS worst
      FROM probe_samples
     WHERE sampled_at >= date_trunc('minute', now()) - make_interval(mins => ${tapeMinutes - 1}) AND sampled_at <= now()
     GROUP BY probe, minute`;
  const tapes: Record<string, (ProbeStatus | null)[]> = {};
  for (const { probe, minute, worst } of rows) {
    tapes[probe] ??= Array.from({ length: tapeMinutes }, () => null);
    tapes[probe][tapeMinutes - 1 - minute] = worst;
  }
  return tapes;
}
