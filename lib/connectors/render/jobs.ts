import "server-only";
import type { Answer } from "../request";
import { readRender, readTimeoutMs, servicePath, writeRender } from "./client";
import { instantOf } from "./instant";
import { type WireJob, wireJob, wireJobs } from "./wire";

/** `pending` until it starts, also where the host says nothing yet. @source Render: job statuses, absent before the start */
export type HostedJob = {
  id: string;
  status: string;
  startCommand: string | null;
  createdAt: string | null;
  finishedAt: string | null;
};

const shown = ({ id, status, startCommand, createdAt, finishedAt }: WireJob): HostedJob => ({
  id,
  status: status ?? "pending",
  startCommand: startCommand ?? null,
  createdAt: instantOf(createdAt),
  finishedAt: instantOf(finishedAt),
});

/**
 * Starts a one-off job: a shell string, which only the catalogue may make. The host knows no repeated call.
 * @source Render: POST /services/{id}/jobs → 201; 2,000 an hour
 */
export async function createHostedJob(serviceId: string, startCommand: string): Promise<Answer<HostedJob | null>> {
  const path = servicePath(serviceId, "jobs");
  const answer = await writeRender({ method: "POST", path, body: { startCommand } }, wireJob);
  return answer.ok ? { ok: true, value: answer.value && shown(answer.value) } : answer;
}

export async function readHostedJob(serviceId: string, jobId: string): Promise<Answer<HostedJob>> {
  const answer = await readRender(servicePath(serviceId, "jobs", jobId), wireJob, readTimeoutMs);
  return answer.ok ? { ok: true, value: shown(answer.value) } : answer;
}

/** Newest first. */
export async function listHostedJobs(serviceId: string, limit: number): Promise<Answer<HostedJob[]>> {
  const answer = await readRender(`${servicePath(serviceId, "jobs")}?limit=${limit}`, wireJobs, readTimeoutMs);
  return answer.ok ? { ok: true, value: answer.value.map(({ job }) => shown(job)) } : answer;
}

export async function cancelHostedJob(serviceId: string, jobId: string): Promise<Answer<HostedJob | null>> {
  const path = servicePath(serviceId, "jobs", jobId, "cancel");
  const answer = await writeRender({ method: "POST", path }, wireJob);
  return answer.ok ? { ok: true, value: answer.value && shown(answer.value) } : answer;
}
