import "server-only";
import { consoleDb } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/console/client";
import type { Settled } from "../rules/settle";
import type { ProbeStatus } from "../shapes";

const columns: Record<ProbeStatus, Prisma.Sql> = {
  ok: Prisma.sql`ok`,
  degraded: Prisma.sql`degraded`,
  down: Prisma.sql`down`,
  unknown: Prisma.sql`unknown`,
};

/**
 * Age of the first sample of a state that began before the last minutes: the clock that a response is measured by. As everywhere, two
 * looks in a row end a state, and one does not. What is older than the samples is looked for in the minutes that they were rolled up to.
 */
export async function ageOfFirst({ probe, status }: Pick<Settled, "probe" | "status">): Promise<number | null> {
  const [row] = await consoleDb().$queryRaw<{ ageMs: number | null }[]>`
    WITH ended AS (
           SELECT other.sampled_at FROM probe_samples other
            WHERE other.probe = ${probe} AND other.status <> ${status} AND other.sampled_at <= now()
              AND other.status = (SELECT before.status FROM probe_samples before
                                   WHERE before.probe = other.probe AND (before.sampled_at, before.id) < (other.sampled_at, other.id)
                                   ORDER BY before.sampled_at DESC, before.id DESC LIMIT 1)
            ORDER BY other.sampled_at DESC LIMIT 1),
         seen AS (
           SELECT min(sampled_at) AS at FROM probe_samples
            WHERE probe = ${probe} AND status = ${status} AND sampled_at > coalesce((SELECT sampled_at FROM ended), '-infinity')),
         before AS (
           SELECT min(at) AS at FROM probe_minutes
            WHERE probe = ${probe} AND ${columns[status]} > 0 AND NOT EXISTS (SELECT FROM ended) AND at < (SELECT at FROM seen)
              AND at > coalesce((SELECT max(at) FROM probe_minutes
                                  WHERE probe = ${probe} AND ${columns[status]} = 0 AND at < (SELECT at FROM seen)), '-infinity'))
    SELECT (extract(epoch FROM now() - coalesce((SELECT at FROM before), (SELECT at FROM seen))) * 1000)::float8 AS "ageMs"`;
  return row?.ageMs ?? null;
}
