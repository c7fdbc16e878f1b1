import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Category, Severity } from "@/lib/triage/shapes";

/** An incident that is not over, and the verdict that its timeline told last. */
export type Watched = { number: number; category: Category | null; severity: Severity | null };

/** Locks what is not over; what another worker has locked is its business. */
export async function holdOpenIncidents(tx: ConsoleTransaction): Promise<Watched[]> {
  return tx.$queryRaw<Watched[]>`
    SELECT number, measured_category AS category, measured_severity AS severity FROM incidents
     WHERE resolved_at IS NULL ORDER BY number FOR NO KEY UPDATE SKIP LOCKED`;
}

export async function keepMeasured(tx: ConsoleTransaction, { number, category, severity }: Watched): Promise<void> {
  await tx.$executeRaw`
    UPDATE incidents SET measured_category = ${category}, measured_severity = ${severity} WHERE number = ${number}`;
}
