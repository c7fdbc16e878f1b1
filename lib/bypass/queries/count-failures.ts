import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { type Failures, failuresLimits } from "../rules/ceremony";

/** An address that opened a grant within so many days is known. */
export const addressKnownDays = 90;

/** What was tried lately, by database time, under a name and from an address that are both known by their hashes alone. */
export async function countFailures(
  tx: ConsoleTransaction,
  { emailHash, addressHash }: { emailHash: string; addressHash: string },
): Promise<Failures> {
  const { minutes } = failuresLimits;
  const [row] = await tx.$queryRaw<Failures[]>`
    SELECT count(*) FILTER (WHERE email_hash = ${emailHash} AND address_hash = ${addressHash})::int AS here,
           count(*)::int AS everywhere,
           EXISTS (SELECT FROM bypass_attempts k
                    WHERE k.address_hash = ${addressHash} AND k.outcome = 'opened'
                      AND k.attempted_at > now() - make_interval(days => ${addressKnownDays})) AS "addressKnown",
           coalesce(ceil(extract(epoch FROM min(attempted_at) + make_interval(mins => ${minutes}) - now())), 0)::int
             AS "secondsUntilOneLess"
      FROM bypass_attempts
     WHERE attempted_at > now() - make_interval(mins => ${minutes}) AND outcome = 'bypass_refused' AND factor = 'code'`;
  return row ?? { here: 0, everywhere: 0, addressKnown: false, secondsUntilOneLess: 0 };
}
