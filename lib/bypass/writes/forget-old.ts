import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { days, seconds } from "@/lib/core/duration";
import { addressKnownDays } from "../queries/count-failures";

/** How long it is counted who knocked at break-glass: longer than an address counts as known. The record keeps each. */
export const attemptsKeptForMs = days(addressKnownDays + 30);

/** Forgets old attempts at the door, so many at a time. @returns how many are gone */
export async function forgetOldAttempts(tx: ConsoleTransaction, mostAtOnce: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM bypass_attempts WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM bypass_attempts WHERE attempted_at < now() - make_interval(secs => ${attemptsKeptForMs / seconds(1)})
       ORDER BY attempted_at LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED))`;
}
