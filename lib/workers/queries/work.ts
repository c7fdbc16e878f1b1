import "server-only";
import { consoleDb } from "@/lib/core/db";
import type { Done } from "@/lib/core/metrics";

export type QueueState = { queue: string; waiting: number; running: number; failed: number; oldestSeconds: number };

/** What all workers have done, ever. For Prometheus, which is nobody: it takes no actor. */
export function listWorkDone(): Promise<Done[]> {
  return consoleDb().$queryRaw<Done[]>`
    SELECT operation, result, count::float8 AS count FROM worker_tally ORDER BY operation, result`;
}

/** The durable queues: what is due and nobody has taken, what is being done, and what was given up. Takes no actor, as above. */
export function listQueues(): Promise<QueueState[]> {
  return consoleDb().$queryRaw<QueueState[]>`
    SELECT q.name AS queue, count(j.id) FILTER (WHERE due)::int AS waiting, count(j.id) FILTER (WHERE j.state = 'active')::int AS running,
           count(j.id) FILTER (WHERE j.state = 'failed')::int AS failed,
           coalesce(extract(epoch FROM now() - min(j.start_after) FILTER (WHERE due)), 0)::float8 AS "oldestSeconds"
      FROM pgboss.queue q
      LEFT JOIN (SELECT *, state IN ('created', 'retry') AND start_after <= now() AS due FROM pgboss.job) j ON j.name = q.name
     WHERE q.name NOT LIKE '\\_\\_pgboss%' GROUP BY q.name ORDER BY q.name`;
}
