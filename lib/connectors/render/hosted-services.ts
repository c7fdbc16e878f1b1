import "server-only";
import { z } from "zod";
import type { Answer } from "../request";
import { readRender, readTimeoutMs, servicePath, writeRender } from "./client";
import { instantOf } from "./instant";
import { wireEvents, wireInstances, wireService } from "./wire";

/** A service as the host tells it; `null` is what it does not say. */
export type HostedService = {
  id: string;
  name: string | null;
  type: string | null;
  ownerId: string | null;
  autoDeploy: boolean | null;
  suspended: boolean;
  suspenders: string[];
  maintenance: boolean | null;
};

function shown(wire: z.infer<typeof wireService>): HostedService {
  const { id, name, type, ownerId, autoDeploy, suspended, suspenders, serviceDetails } = wire;
  return {
    id,
    name: name ?? null,
    type: type ?? null,
    ownerId: ownerId ?? null,
    autoDeploy: autoDeploy === "yes" ? true : autoDeploy === "no" ? false : null,
    suspended: suspended === "suspended",
    suspenders: suspenders ?? [],
    maintenance: serviceDetails?.maintenanceMode?.enabled ?? null,
  };
}

export async function readHostedService(serviceId: string): Promise<Answer<HostedService>> {
  const answer = await readRender(servicePath(serviceId), wireService, readTimeoutMs);
  return answer.ok ? { ok: true, value: shown(answer.value) } : answer;
}

/** Whether the host answers, and knows our key. */
export async function tryHost(timeoutMs: number): Promise<Answer<true>> {
  const answer = await readRender("/v1/services?limit=1", z.array(z.unknown()), timeoutMs);
  return answer.ok ? { ok: true, value: true } : answer;
}

/** Whether a push deploys by itself. @source Render: PATCH /services/{id} `autoDeploy` */
export const setAutoDeploy = (serviceId: string, on: boolean): Promise<Answer<HostedService | null>> =>
  changed(serviceId, { autoDeploy: on ? "yes" : "no" });

/** Shows the host's own page instead of the service. Web services only. @source Render: servicePATCH, an empty `uri` is their page */
export const setMaintenance = (serviceId: string, enabled: boolean): Promise<Answer<HostedService | null>> =>
  changed(serviceId, { serviceDetails: { maintenanceMode: { enabled, uri: "" } } });

async function changed(serviceId: string, body: object): Promise<Answer<HostedService | null>> {
  const answer = await writeRender({ method: "PATCH", path: servicePath(serviceId), body }, wireService);
  return answer.ok ? { ok: true, value: answer.value && shown(answer.value) } : answer;
}

/** What the host takes without a word. @source Render: suspend and resume answer 202, restart 200, all with an empty body */
export async function askOfService(serviceId: string, what: "suspend" | "resume" | "restart"): Promise<Answer<true>> {
  const answer = await writeRender({ method: "POST", path: servicePath(serviceId, what) }, z.unknown());
  return answer.ok ? { ok: true, value: true } : answer;
}

export type HostedInstance = { id: string; createdAt: string | null };

export async function listInstances(serviceId: string): Promise<Answer<HostedInstance[]>> {
  const answer = await readRender(servicePath(serviceId, "instances"), wireInstances, readTimeoutMs);
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value.map(({ id, createdAt }) => ({ id, createdAt: instantOf(createdAt) })) };
}

/** Something that happened to a service, by the host's own word for it; `outcome` where it says how that ended. */
export type HostedEvent = {
  id: string;
  at: string | null;
  type: string;
  deployId: string | null;
  outcome: string | null;
};

/** Newest first. @param since an ISO text; the host itself would tell of the last hour only */
export async function listHostedEvents(
  serviceId: string,
  since: string,
  limit: number,
): Promise<Answer<HostedEvent[]>> {
  const query = new URLSearchParams({ startTime: since, limit: String(limit) });
  const answer = await readRender(`${servicePath(serviceId, "events")}?${query}`, wireEvents, readTimeoutMs);
  if (!answer.ok) return answer;
  const word = (value: unknown): string | null =>
    typeof value === "string" && /^[\w-]{1,60}$/.test(value) ? value : null;
  return {
    ok: true,
    value: answer.value.map(({ event: { id, timestamp, type, details } }) => ({
      id,
      at: instantOf(timestamp),
      type: type ?? "unknown",
      deployId: word(details?.deployId),
      outcome: word(details?.deployStatus),
    })),
  };
}
