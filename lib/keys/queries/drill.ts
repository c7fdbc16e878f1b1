import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { type Refusal, type Result, settled } from "@/lib/core/errors";
import { findTaskHost } from "@/lib/tasks/queries/find-task-host";
import { isShownByTables } from "@/lib/tasks/queries/proof-in-tables";
import { ifCompromised } from "../rules/breakage";
import { drillTotal } from "../rules/drill";
import { mayCompromise, useOf } from "../rules/gates";
import type { DrillStep, DrillView } from "../shapes/views";
import { findRingOf } from "./find-ring";
import { readServedSet } from "./served-set";

/**
 * What a compromise would touch, who would refuse for how long, and how long it would take from the click until it is seen to be done:
 * every read that it needs is made and timed, and one-off jobs are judged by those that were run before. It changes nothing.
 */
export async function drillCompromise(actor: Actor, kid: string): Promise<DrillView> {
  const [host, hosted] = await timed("host", () => findTaskHost(actor));
  const [tables, read] = await timed("tables", async () => settled(() => findRingOf(actor, kid)));
  const ring = read.ok ? read.value : null;
  const [proof] = await timed("proof", async () => {
    const shown = await isShownByTables(actor, "kid_compromised_and_replaced", [ring?.of ?? "0", kid]);
    return { ok: shown !== null };
  });
  const [set] = await timed("set", () => readServedSet(actor));
  const use = ring && !ring.usesUnread ? useOf(ring, kid) : null;
  const steps = [host, tables, proof, set];
  const [jobs, last] = await Promise.all([listJobs(), findLastCompromise()]);
  const jobSeconds = jobs.map(({ seconds }) => seconds);
  const gate = ring ? mayCompromise({ ring, kid }) : null;
  return {
    at: new Date().toISOString(),
    of: ring?.of ?? "tokens",
    kid,
    rows: use && { dead: use.dead, waiting: use.waiting },
    refusers: ring && !ring.fetchesUnread ? ifCompromised(ring, kid, new Date(ring.at)) : null,
    steps,
    jobs: jobs.length,
    lastJobAt: jobs[0]?.at.toISOString() ?? null,
    ...drillTotal(steps, jobSeconds),
    last: last && { ...last, at: last.at.toISOString() },
    refusal: refusalOf(hosted) ?? (gate && refusalOf(gate)),
  };
}

const refusalOf = (result: Result<unknown>): Refusal | null => (result.ok ? null : result.refusal);

async function timed<T extends { ok: boolean }>(
  step: DrillStep["step"],
  work: () => Promise<T>,
): Promise<[DrillStep, T]> {
  const startedAt = performance.now();
  const value = await work();
  return [{ step, tookMs: Math.round(performance.now() - startedAt), ok: value.ok }, value];
}

type Measured = { seconds: number; at: Date };

/** How long the last one-off jobs that were seen to be done took, from the call. */
const listJobs = (): Promise<Measured[]> =>
  consoleDb().$queryRaw<Measured[]>`
    SELECT extract(epoch FROM final_at - started_at)::float8 AS seconds, final_at AS at FROM task_follows
     WHERE state = 'proved' AND final_at IS NOT NULL ORDER BY final_at DESC LIMIT 20`;

async function findLastCompromise(): Promise<(Measured & { requestId: string }) | null> {
  const [last] = await consoleDb().$queryRaw<(Measured & { requestId: string })[]>`
    SELECT request.id::text AS "requestId", follow.final_at AS at,
           round(extract(epoch FROM follow.final_at - request.started_at), 1)::float8 AS seconds
      FROM task_follows follow JOIN action_requests request ON request.id = follow.request_id
     WHERE follow.operation = 'key.compromise' AND follow.state = 'proved' AND request.started_at IS NOT NULL
     ORDER BY follow.final_at DESC LIMIT 1`;
  return last ?? null;
}
