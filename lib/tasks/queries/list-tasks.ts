import "server-only";
import type { Actor, SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/console/client";
import type { TaskName } from "../rules/catalogue";
import type { FollowedTask } from "../rules/follow";
import { type TaskLine, type TasksView, taskGiven } from "../shapes";
import { findTaskApp } from "./find-task-host";

export type TaskFollow = FollowedTask & {
  requestId: string;
  appId: string;
  serviceId: string;
  operation: string;
  task: TaskName;
  given: string[];
};

/** With the trace of its request. */
type CarriedTask = TaskFollow & { traceparent: string | null };

const columns = Prisma.sql`
  request_id::text AS "requestId", app_id AS "appId", service_id AS "serviceId", operation, task, given, command, state,
  known_jobs AS "knownJobs", job_id AS "jobId", extract(epoch FROM now() - started_at)::float8 AS "ageSeconds",
  extract(epoch FROM now() - changed_at)::float8 AS "unchangedSeconds"`;

/** Tasks that the host has taken and that are not at their end, oldest first. */
export async function listTaskFollows(_actor: SystemActor): Promise<CarriedTask[]> {
  return consoleDb().$queryRaw<CarriedTask[]>`
    SELECT ${columns}, (SELECT r.traceparent FROM action_requests r WHERE r.id = request_id) AS traceparent
      FROM task_follows WHERE final_at IS NULL AND state <> 'asked' ORDER BY started_at LIMIT 100`;
}

/** What was kept of one request's task, also when nobody knows whether it was heard. */
export async function findTaskFollow(_actor: Actor, requestId: string): Promise<TaskFollow | null> {
  const [follow] = await consoleDb().$queryRaw<TaskFollow[]>`
    SELECT ${columns} FROM task_follows WHERE request_id = ${requestId}::uuid`;
  return follow ?? null;
}

/** Whether the same command is on its way at that service, or nobody knows whether it is. */
export async function isUnderWay(_actor: Actor, serviceId: string, command: string): Promise<boolean> {
  return (await consoleDb().taskFollow.count({ where: { serviceId, command, finalAt: null } })) > 0;
}

const shown = 30;

/**
 * Tasks that this console has started: all that go on, and what ended within the last week.
 * @param person one user of the identity provider's; null for all
 */
export async function tasksView(actor: Actor, person: string | null): Promise<TasksView> {
  const given = taskGiven.parse(person === null ? [] : [person]);
  const ofPerson = Prisma.sql`AND follow.task LIKE 'identity:%' AND follow.given = ${given}::text[]`;
  const [app, rows] = await Promise.all([
    findTaskApp(actor),
    consoleDb().$queryRaw<Row[]>`
      SELECT follow.request_id::text AS "requestId", follow.operation, follow.task, follow.given, follow.state,
             follow.job_id AS "jobId", person.name AS by, follow.started_at AS "startedAt", follow.final_at AS "finalAt"
        FROM task_follows follow
        JOIN action_requests request ON request.id = follow.request_id
        JOIN people person ON person.id = request.requester_id
       WHERE (follow.final_at IS NULL OR follow.final_at > now() - interval '7 days')
             ${person === null ? Prisma.empty : ofPerson}
       ORDER BY follow.started_at DESC LIMIT ${shown}`,
  ]);
  return { now: new Date().toISOString(), app: app?.id ?? null, tasks: rows.map(lineOf) };
}

type Row = Omit<TaskLine, "startedAt" | "finalAt"> & { startedAt: Date; finalAt: Date | null };

const lineOf = ({ startedAt, finalAt, ...row }: Row): TaskLine => ({
  ...row,
  startedAt: startedAt.toISOString(),
  finalAt: finalAt?.toISOString() ?? null,
});
