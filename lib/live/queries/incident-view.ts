import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { Refused } from "@/lib/core/errors";
import { findIncident } from "@/lib/incidents/queries/find-incident";
import { incidentNumberText } from "@/lib/incidents/shapes";
import type { IncidentView } from "../shapes";

/** One incident with its timeline, by the number that stands in an address. */
export async function incidentView(actor: HumanActor, number: string): Promise<IncidentView> {
  const known = incidentNumberText.safeParse(number);
  const [incident, apps] = await Promise.all([known.success ? findIncident(actor, known.data) : null, listApps(actor)]);
  if (!incident) throw new Refused({ code: "incident_not_found" });
  return { now: new Date().toISOString(), incident, apps: apps.map(({ id, name }) => ({ id, name })) };
}
