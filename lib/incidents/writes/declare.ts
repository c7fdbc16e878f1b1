import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Category, Severity } from "@/lib/triage/shapes";
import type { Detection } from "../shapes";

export type NewIncident = {
  title: string;
  category: Category;
  severity: Severity;
  detectedBy: Detection;
  beganAt?: string | null;
  suspectedDeploy?: string | null;
  /** What the probes say at this moment; a change of it goes into the timeline. */
  measured?: { category: Category; severity: Severity } | null;
  personId: string;
};

/** Held until the transaction ends: incidents are declared one after the other, so that two people don't declare the same. */
export async function holdDeclarations(tx: ConsoleTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('sallyport incidents'))`;
}

/** The newest incident of this category that is not over. Only while declarations are held. */
export async function findOpenOf(tx: ConsoleTransaction, category: Category): Promise<number | null> {
  const [open] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM incidents WHERE category = ${category} AND resolved_at IS NULL ORDER BY number DESC LIMIT 1`;
  return open?.number ?? null;
}

/** @returns its number */
export async function declareIncident(tx: ConsoleTransaction, incident: NewIncident): Promise<number> {
  const { title, category, severity, detectedBy, beganAt, suspectedDeploy, measured, personId } = incident;
  const { number } = await tx.incident.create({
    data: {
      id: randomUUID(),
      title,
      category,
      severity,
      detectedBy,
      beganAt: beganAt ?? null,
      suspectedDeploy: suspectedDeploy ?? null,
      measuredCategory: measured?.category ?? null,
      measuredSeverity: measured?.severity ?? null,
      declaredById: personId,
    },
    select: { number: true },
  });
  return number;
}
