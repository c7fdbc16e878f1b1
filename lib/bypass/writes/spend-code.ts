import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { codeHash, isPin } from "../rules/secrets";

type Sheet = { enrolmentId: string; pinHash: string | null; codeSalt: string | null };

/** The open enrolment of a person, with the secrets of the sheet. Null for nobody, and for somebody who is not enrolled. */
async function findSheet(tx: ConsoleTransaction, personId: string | null): Promise<Sheet | null> {
  if (personId === null) return null;
  const [sheet] = await tx.$queryRaw<Sheet[]>`
    SELECT id::text AS "enrolmentId", pin_hash AS "pinHash", code_salt AS "codeSalt"
      FROM bypass_enrolments WHERE person_id = ${personId}::uuid AND ended_at IS NULL`;
  return sheet ?? null;
}

/**
 * Spends a printed code together with its PIN. The work is the same whoever is asked about, and whether or not there is a sheet.
 * @param usedFor the grant or the request that it is spent on
 * @returns whether both were right and the code was still unspent
 */
export async function spendCode(
  tx: ConsoleTransaction,
  { personId, code, pin, usedFor }: { personId: string | null; code: string; pin: string; usedFor: string },
): Promise<boolean> {
  const sheet = await findSheet(tx, personId);
  const [hash, rightPin] = [
    await codeHash(code, sheet?.codeSalt ?? "A".repeat(22)),
    await isPin(pin, sheet?.pinHash ?? null),
  ];
  if (!sheet || !rightPin) return false; // guard: pin
  const spent = await tx.$executeRaw`
    UPDATE bypass_codes SET used_at = now(), used_for = ${usedFor}::uuid
     WHERE enrolment_id = ${sheet.enrolmentId}::uuid AND code_hash = ${hash} AND used_at IS NULL AND voided_at IS NULL`; // guard: one-use-code
  return spent === 1;
}
