import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Enrols a person. @returns the enrolment's id; null for somebody who has an open one */
export async function enrol(
  tx: ConsoleTransaction,
  { personId, requestId }: { personId: string; requestId: string | null },
): Promise<string | null> {
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO bypass_enrolments (id, person_id, request_id) VALUES (${randomUUID()}::uuid, ${personId}::uuid, ${requestId}::uuid)
    ON CONFLICT (person_id) WHERE ended_at IS NULL DO NOTHING RETURNING id::text`;
  return made?.id ?? null;
}

/**
 * Ends an enrolment; its sheet is void.
 * @returns the ids of the grants that its person still has open by it; null when it was not open
 */
export async function strike(tx: ConsoleTransaction, enrolmentId: string): Promise<string[] | null> {
  const ended = await tx.$executeRaw`
    UPDATE bypass_enrolments SET ended_at = now(), pin_hash = NULL, drill_until = NULL
     WHERE id = ${enrolmentId}::uuid AND ended_at IS NULL`;
  if (ended === 0) return null;
  await voidCodes(tx, enrolmentId);
  const grants = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM bypass_grants WHERE enrolment_id = ${enrolmentId}::uuid AND ended_at IS NULL`;
  return grants.map(({ id }) => id);
}

/** The codes of a sheet that were not used serve no more. */
async function voidCodes(tx: ConsoleTransaction, enrolmentId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE bypass_codes SET voided_at = now()
     WHERE enrolment_id = ${enrolmentId}::uuid AND used_at IS NULL AND voided_at IS NULL`; // guard: old-sheet-void
}

export type NewSheet = { enrolmentId: string; pinHash: string; codeSalt: string; codeHashes: readonly string[] };

/** Puts a new sheet in the place of the old one. @returns whether the enrolment was still open */
export async function replaceSheet(tx: ConsoleTransaction, sheet: NewSheet): Promise<boolean> {
  const { enrolmentId, pinHash, codeSalt, codeHashes } = sheet;
  const changed = await tx.$executeRaw`
    UPDATE bypass_enrolments SET pin_hash = ${pinHash}, code_salt = ${codeSalt}, sheet_at = now()
     WHERE id = ${enrolmentId}::uuid AND ended_at IS NULL`;
  if (changed === 0) return false;
  await voidCodes(tx, enrolmentId);
  await tx.bypassCode.createMany({ data: codeHashes.map((codeHash) => ({ enrolmentId, codeHash })) });
  return true;
}

/** Opens the ceremony to one person for a drill. @returns until when, by the database's clock; null when not enrolled */
export async function openDrill(
  tx: ConsoleTransaction,
  { enrolmentId, forMinutes }: { enrolmentId: string; forMinutes: number },
): Promise<Date | null> {
  const [opened] = await tx.$queryRaw<{ drillUntil: Date }[]>`
    UPDATE bypass_enrolments SET drill_until = now() + make_interval(mins => ${forMinutes})
     WHERE id = ${enrolmentId}::uuid AND ended_at IS NULL RETURNING drill_until AS "drillUntil"`;
  return opened?.drillUntil ?? null;
}

/** Keeps one inspection of the readiness a day. @returns whether this is the day's first */
export async function keepInspection(
  tx: ConsoleTransaction,
  { armed, missing }: { armed: boolean; missing: readonly string[] },
): Promise<{ day: string } | null> {
  const [kept] = await tx.$queryRaw<{ day: string }[]>`
    INSERT INTO bypass_inspections (day, armed, missing) VALUES ((now() AT TIME ZONE 'UTC')::date, ${armed}, ${[...missing]})
    ON CONFLICT (day) DO NOTHING RETURNING day::text`;
  return kept ?? null;
}
