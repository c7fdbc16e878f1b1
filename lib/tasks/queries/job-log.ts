import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { readHostedService } from "@/lib/connectors/render/hosted-services";
import { type HostedJob, readHostedJob } from "@/lib/connectors/render/jobs";
import { type LogPage, readLogs } from "@/lib/connectors/render/logs";
import { hours, minutes } from "@/lib/core/duration";
import { ok, Refused, type Result, refuse } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { requestId } from "@/lib/requests/shapes";
import type { JobLogView } from "../shapes";
import { findTaskFollow } from "./list-tasks";

/** What a job printed, newest first: by its own id, within its own life as the host dates it. */
export async function readJobLog(
  _actor: Actor,
  serviceId: string,
  { id, createdAt, finishedAt }: HostedJob,
): Promise<Result<LogPage>> {
  const service = told(await readHostedService(serviceId));
  if (!service.ok) return service;
  const { ownerId } = service.value;
  if (ownerId === null || createdAt === null) return refuse("host_unexpected");
  const began = Date.parse(createdAt);
  const ended = finishedAt === null ? began + hours(1) : Date.parse(finishedAt);
  const [from, to] = [began - minutes(1), ended + minutes(1)].map((at) => new Date(at).toISOString());
  return told(
    await readLogs({ ownerId, resource: id, from: from ?? createdAt, to: to ?? createdAt, direction: "backward" }),
  );
}

/**
 * What a job printed that this console has started. It may hold anything, people's data too: it is for who handles incidents.
 * @throws Refused not_allowed, task_not_found
 */
export async function jobLogView(actor: Actor, request: string): Promise<JobLogView> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: job-lines
  const known = requestId.safeParse(request);
  const follow = known.success ? await findTaskFollow(actor, known.data) : null;
  if (!follow?.jobId) throw new Refused({ code: "task_not_found" });
  const job = told(await readHostedJob(follow.serviceId, follow.jobId));
  if (!job.ok) return job;
  const page = await readJobLog(actor, follow.serviceId, job.value);
  return page.ok ? ok(page.value.lines) : page;
}
