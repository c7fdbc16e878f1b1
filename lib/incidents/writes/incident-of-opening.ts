import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { nameOfIncident } from "../shapes";

/** An opening within so many hours of another belongs to the same incident, unless its person says otherwise. */
const sameIncidentHours = 24;

/** The incident that a break-glass opening belongs to where its person named none: the one of the last opening, else a new one. */
export async function incidentOfOpening(
  tx: ConsoleTransaction,
  { title, personId }: { title: string; personId: string },
): Promise<string> {
  const [open] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM incidents
     WHERE origin = 'bypass' AND resolved_at IS NULL AND declared_at > now() - make_interval(hours => ${sameIncidentHours})
     ORDER BY number DESC LIMIT 1`;
  if (open) return nameOfIncident(open.number);
  const declared = await tx.incident.create({
    data: { id: randomUUID(), title, origin: "bypass", declaredById: personId },
    select: { number: true },
  });
  return nameOfIncident(declared.number);
}
