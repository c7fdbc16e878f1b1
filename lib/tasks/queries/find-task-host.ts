import "server-only";
import type { Actor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import type { App } from "@/lib/apps/shapes";
import { readHostedService } from "@/lib/connectors/render/hosted-services";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";

export type TaskHost = { app: App; serviceId: string };

/** The app beside which tasks run: the identity provider that is hosted. */
export async function findTaskApp(actor: Actor): Promise<App | null> {
  const providers = (await listApps(actor)).filter(({ role }) => role === "idp");
  return providers.find(({ renderServiceId }) => renderServiceId !== null) ?? providers[0] ?? null;
}

/**
 * Where a task would run now.
 * @refuses app_not_found, service_not_hosted, service_suspended, and how the host failed
 */
export async function findTaskHost(actor: Actor): Promise<Result<TaskHost>> {
  const app = await findTaskApp(actor);
  if (!app) return refuse("app_not_found");
  const { name, renderServiceId: serviceId } = app;
  if (serviceId === null) return refuse("service_not_hosted", { app: name });
  const service = told(await readHostedService(serviceId));
  if (!service.ok) return service;
  return service.value.suspended ? refuse("service_suspended", { app: name }) : ok({ app, serviceId });
}
