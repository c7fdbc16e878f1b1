import "server-only";
import type { Actor } from "@/lib/access/actor";
import { findApp } from "@/lib/apps/queries/list-apps";
import { listEnvKeys } from "@/lib/connectors/render/env-keys";
import { listHostedEvents, listInstances } from "@/lib/connectors/render/hosted-services";
import { hours } from "@/lib/core/duration";
import { refuse } from "@/lib/core/errors";
import type { ServiceDetail } from "../shapes";
import { told } from "./find-hosted";

const eventsShown = 30;

/** What runs, what happened within a day, and which variables there are by name. Each part fails by itself. */
export async function serviceDetail(actor: Actor, appId: string | null): Promise<ServiceDetail> {
  const serviceId = appId === null ? null : ((await findApp(actor, appId))?.renderServiceId ?? null);
  if (serviceId === null) {
    const none = refuse("service_not_hosted");
    return { instances: none, events: none, envKeys: none };
  }
  const since = new Date(Date.now() - hours(24)).toISOString();
  const [instances, events, envKeys] = await Promise.all([
    listInstances(serviceId),
    listHostedEvents(serviceId, since, eventsShown),
    listEnvKeys(serviceId),
  ]);
  return { instances: told(instances), events: told(events), envKeys: told(envKeys) };
}
