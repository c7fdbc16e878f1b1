import { randomInt, randomUUID } from "node:crypto";
import type { OperationName } from "@/lib/access/policy";
import { switchedOff } from "./dead-letters";
import { atHost, hostControl, nobodys, serviceOf } from "./host";
import type { Query } from "./reviews";
import { anApp } from "./settings";

/** A one-off job as the host tells it. */
export type ToldJob = { id: string; status: string | null; startCommand: string };

export const jobsOf = async (serviceId: string): Promise<ToldJob[]> =>
  (await atHost<{ job: ToldJob }[]>(`GET /services/${serviceId}/jobs?limit=100`)).map(({ job }) => job);

/** A user of the identity provider whom nobody else's test means. */
export const anybody = (): string => String(randomInt(10 ** 9, 2 ** 47));

export const showCommand = (user: string): string => `bundle exec rails 'identity:show_canonical[${user}]'`;
export const purgeCommand = (user: string): string => `bundle exec rails 'identity:purge_canonical[${user}]'`;

/** An identity provider among the apps of a console of a test's own. It runs as the worker at which nobody else looks. */
export async function hostedProvider(query: Query): Promise<{ app: string; serviceId: string }> {
  const { id: serviceId } = await serviceOf(nobodys.jobs);
  const app = { ...anApp(), id: "app-provider", name: "Identity provider", role: "idp", healthUrl: null };
  await query(
    `INSERT INTO apps (id, name, role, environment, hosted_on, url, health_url, render_service_id, clerk_instance, clerk_secret_keys)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
    Object.values({ ...app, renderServiceId: serviceId }),
  );
  return { app: app.id, serviceId };
}

/** A job that runs until it is canceled, as if this console had started it and its worker were looking elsewhere. @returns its request */
export async function stuckJob(query: Query): Promise<{ requestId: string; jobId: string; serviceId: string }> {
  const { id: serviceId } = await serviceOf(nobodys.jobs);
  const [requestId, user] = [randomUUID(), anybody()];
  await hostControl(`PUT /render/${nobodys.jobs}/next-job`, { fate: "stuck" });
  const command = showCommand(user);
  const { id: jobId } = await atHost<ToldJob>(`POST /services/${serviceId}/jobs`, { startCommand: command });
  await query(
    `INSERT INTO task_follows (request_id, app_id, service_id, operation, task, given, command, known_jobs, job_id, state)
     VALUES ($1, 'app-provider', $2, 'identity.show-cache', 'identity:show_canonical', $3, $4, '{}', $5, 'asked')`,
    [requestId, serviceId, [user], command, jobId],
  );
  return { requestId, jobId, serviceId };
}

/** What was asked for by nobody is nobody's to follow. */
export const forgetTasks = async (query: Query): Promise<void> =>
  void (await query("DELETE FROM task_follows WHERE request_id NOT IN (SELECT id FROM action_requests)", []));

export type TaskOperation = Extract<
  OperationName,
  `identity.${string}` | `job.${string}` | "relying-party.backfill-links" | `task.${string}`
>;

/** Inputs that would do, at the identity provider of the running world. */
export function taskInputs(query: Query): Record<TaskOperation, () => unknown> {
  return {
    "identity.purge-cache": () => ({ user: anybody() }),
    "identity.purge-cache-all": () => ({}),
    "identity.show-cache": () => ({ user: anybody() }),
    "job.cancel": async () => {
      await forgetTasks(query);
      return { request: (await stuckJob(query)).requestId };
    },
    "relying-party.backfill-links": () => ({ id: switchedOff.id }),
    "task.follow": () => ({
      requestId: randomUUID(),
      app: "identity-provider",
      operation: "identity.purge-cache",
      seen: { state: "proved", jobId: "job-none" },
    }),
  };
}
