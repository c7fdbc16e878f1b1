import "server-only";
import { Prisma } from "@/lib/generated/console/client";
import type { Category, Severity } from "@/lib/triage/shapes";
import type { Detection, IncidentCard, OpenIncident } from "../shapes";

/** What a card is drawn from. */
export const cardColumns = Prisma.sql`
  i.number, i.title, i.category, i.severity, i.detected_by AS "detectedBy", i.began_at AS "beganAt",
  i.suspected_deploy AS "suspectedDeploy", i.declared_at AS "declaredAt", d.name AS "declaredBy", i.resolved_at AS "resolvedAt",
  r.name AS "resolvedBy"`;

/** Incidents with the names of those who declared and resolved them. */
export const incidentsWithNames = Prisma.sql`
  incidents i JOIN people d ON d.id = i.declared_by LEFT JOIN people r ON r.id = i.resolved_by`;

export type CardRow = {
  number: number;
  title: string;
  category: string;
  severity: string;
  detectedBy: string;
  beganAt: Date | null;
  suspectedDeploy: string | null;
  declaredAt: Date;
  declaredBy: string;
  resolvedAt: Date | null;
  resolvedBy: string | null;
};

export function openIncident(row: CardRow): OpenIncident {
  const { number, title, category, severity, declaredAt, declaredBy } = row;
  return {
    number,
    title,
    category: category as Category,
    severity: severity as Severity,
    declaredAt: declaredAt.toISOString(),
    declaredBy,
  };
}

export function incidentCard(row: CardRow): IncidentCard {
  const { detectedBy, beganAt, suspectedDeploy, resolvedAt, resolvedBy } = row;
  return {
    ...openIncident(row),
    state: resolvedAt ? "resolved" : "open",
    detectedBy: detectedBy as Detection,
    beganAt: beganAt?.toISOString() ?? null,
    suspectedDeploy,
    resolvedAt: resolvedAt?.toISOString() ?? null,
    resolvedBy,
  };
}
