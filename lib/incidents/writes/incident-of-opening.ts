import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { nameOfIncident } from "../shapes";
import { appendEntry } from "./append-entry";
import { declareIncident } from "./declare";

/** An opening within so many hours of another belongs to the same incident, unless its person says otherwise. */
const sameIncidentHours = 24;

type Opening = { title: string; personId: string; opener: string };

/** Our own probes of the console's sign-in opened the door, so they know what is wrong; whoever forced it knows, and has not said. */
const judgedBy = (opener: string) =>
  opener === "probes"
    ? ({ category: "clerk_outage", severity: "sev2" } as const)
    : ({ category: "unknown", severity: "none" } as const);

/** The incident that a break-glass opening belongs to where its person named none: the one of the last opening, else a new one. */
export async function incidentOfOpening(tx: ConsoleTransaction, { title, personId, opener }: Opening): Promise<string> {
  const [open] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM incidents
     WHERE detected_by = 'bypass' AND resolved_at IS NULL AND declared_at > now() - make_interval(hours => ${sameIncidentHours})
     ORDER BY number DESC LIMIT 1`;
  if (open) return nameOfIncident(open.number);
  const judged = judgedBy(opener);
  const number = await declareIncident(tx, { title, ...judged, detectedBy: "bypass", personId });
  await appendEntry(tx, number, { kind: "declared", values: { ...judged, detectedBy: "bypass" }, personId });
  return nameOfIncident(number);
}
