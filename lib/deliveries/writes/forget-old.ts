import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { days, seconds } from "@/lib/core/duration";

/** How long we keep what we saw of single attempts. How a follow ended is kept beside its request. */
export const observationsKeptForMs = days(90);

/** Forgets old observations, so many at a time; those of a delivery that is still followed stay. @returns how many are gone */
export async function forgetOldObservations(tx: ConsoleTransaction, mostAtOnce: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM delivery_observations WHERE ctid = ANY (ARRAY(
      SELECT o.ctid FROM delivery_observations o
       WHERE o.observed_at < now() - make_interval(secs => ${observationsKeptForMs / seconds(1)})
         AND NOT EXISTS (SELECT FROM delivery_follows f WHERE f.delivery_id = o.delivery_id AND f.final_at IS NULL)
       LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED))`;
}
