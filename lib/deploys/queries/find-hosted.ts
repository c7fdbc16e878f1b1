import "server-only";
import type { Actor } from "@/lib/access/actor";
import { findApp } from "@/lib/apps/queries/list-apps";
import type { App } from "@/lib/apps/shapes";
import { type HostedDeploy, listHostedDeploys } from "@/lib/connectors/render/deploys";
import { type HostedService, listInstances, readHostedService } from "@/lib/connectors/render/hosted-services";
import type { Answer } from "@/lib/connectors/request";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { servingDeploys } from "@/lib/triage/rules/serving-deploys";
import { hostRefusal } from "../rules/host-refusal";

/** So far back one looks for what served before. */
export const deploysListed = 50;

export type Hosted = {
  app: Pick<App, "id" | "name" | "role">;
  serviceId: string;
  service: HostedService;
  deploys: HostedDeploy[];
  live: HostedDeploy | null;
  lastGreen: HostedDeploy | null;
};

/** An answer of the host as a result: how it failed is said in our words. */
export const told = <T>(answer: Answer<T>): Result<T> =>
  answer.ok ? ok(answer.value) : { ok: false, refusal: hostRefusal(answer.failure) };

/**
 * An app of ours and what the host says of it now.
 * @refuses app_not_found, service_not_hosted, and how the host failed
 */
export async function findHosted(actor: Actor, appId: string): Promise<Result<Hosted>> {
  const app = await findApp(actor, appId);
  if (!app) return refuse("app_not_found");
  const { renderServiceId: serviceId } = app;
  if (serviceId === null) return refuse("service_not_hosted", { app: app.name });
  const [service, deploys] = await Promise.all([
    readHostedService(serviceId),
    listHostedDeploys(serviceId, deploysListed),
  ]);
  const [read, listed] = [told(service), told(deploys)];
  if (!read.ok) return read;
  if (!listed.ok) return listed;
  return ok({ app, serviceId, service: read.value, deploys: listed.value, ...servingDeploys(listed.value) });
}

/** Ids of what runs now; empty where nothing does. */
export async function listRunning(_actor: Actor, serviceId: string): Promise<Result<string[]>> {
  const instances = told(await listInstances(serviceId));
  return instances.ok ? ok(instances.value.map(({ id }) => id)) : instances;
}
