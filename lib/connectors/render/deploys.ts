import "server-only";
import type { Answer } from "../request";
import { readRender, readTimeoutMs, servicePath, writeRender } from "./client";
import { instantOf } from "./instant";
import { type WireDeploy, wireDeploy, wireDeploys } from "./wire";

/** A deploy as the host tells it. `status` and `trigger` are its own words, also such as nobody knew before. Instants are ISO texts. */
export type HostedDeploy = {
  id: string;
  status: string;
  trigger: string;
  commit: string | null;
  message: string | null;
  createdAt: string | null;
  finishedAt: string | null;
};

const shown = ({ id, status, trigger, commit, createdAt, startedAt, finishedAt }: WireDeploy): HostedDeploy => ({
  id,
  status: status ?? "unknown",
  trigger: trigger ?? "unknown",
  commit: commit?.id ?? null,
  message: commit?.message ?? null,
  createdAt: instantOf(createdAt ?? startedAt),
  finishedAt: instantOf(finishedAt),
});

/** The newest deploys of a service, newest first. @param limit 1 to 100 */
export async function listHostedDeploys(serviceId: string, limit: number): Promise<Answer<HostedDeploy[]>> {
  const path = `${servicePath(serviceId, "deploys")}?limit=${limit}`;
  const answer = await readRender(path, wireDeploys, readTimeoutMs);
  return answer.ok ? { ok: true, value: answer.value.map(({ deploy }) => shown(deploy)) } : answer;
}

/** One deploy as it is now. */
export async function readHostedDeploy(serviceId: string, deployId: string): Promise<Answer<HostedDeploy>> {
  const answer = await readRender(servicePath(serviceId, "deploys", deployId), wireDeploy, readTimeoutMs);
  return answer.ok ? { ok: true, value: shown(answer.value) } : answer;
}

/**
 * Deploys what a past deploy built, without building again. It makes a new deploy, and leaves auto-deploy as it is.
 * @source Render: POST /services/{id}/rollback → 201
 */
export async function rollBackTo(serviceId: string, deployId: string): Promise<Answer<HostedDeploy | null>> {
  return asked(servicePath(serviceId, "rollback"), { deployId });
}

/**
 * Deploys the newest commit of its branch.
 * @returns null where the host took it and tells nothing of the deploy: it waits behind another one
 * @source Render: POST /services/{id}/deploys → 201, or 202 with an empty body; the body of the call is required
 */
export async function triggerHostedDeploy(serviceId: string): Promise<Answer<HostedDeploy | null>> {
  return asked(servicePath(serviceId, "deploys"), {});
}

/** Stops a deploy that has not ended. */
export async function cancelHostedDeploy(serviceId: string, deployId: string): Promise<Answer<HostedDeploy | null>> {
  return asked(servicePath(serviceId, "deploys", deployId, "cancel"));
}

async function asked(path: string, body?: object): Promise<Answer<HostedDeploy | null>> {
  const answer = await writeRender({ method: "POST", path, ...(body && { body }) }, wireDeploy);
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value && shown(answer.value) };
}
