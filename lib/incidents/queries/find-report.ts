import "server-only";
import type { Actor } from "@/lib/access/actor";
import { draftReport, type IncidentReport } from "../rules/report";
import { findIncident } from "./find-incident";

/** The report of an incident, as far as the console can write it by itself. */
export async function findReport(actor: Actor, number: number): Promise<IncidentReport | null> {
  const incident = await findIncident(actor, number);
  return incident && draftReport(incident);
}
