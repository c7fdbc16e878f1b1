import type { CallingActor } from "@/lib/access/actor";
import { Refused } from "@/lib/core/errors";
import { findReport } from "@/lib/incidents/queries/find-report";
import { incidentNumberText } from "@/lib/incidents/shapes";

/** The report of the incident that an address names. @throws Refused where there is none */
export async function reportOf(actor: CallingActor, named: string) {
  const number = incidentNumberText.safeParse(named);
  const report = number.success ? await findReport(actor, number.data) : null;
  if (!report) throw new Refused({ code: "incident_not_found" });
  return report;
}
