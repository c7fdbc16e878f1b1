import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { days, seconds } from "@/lib/core/duration";

/** How long a notice stands behind the bell. What it told of stands in the record, for good. */
export const noticesKeptForMs = days(90);

/**
 * Forgets old notices with what was sent of them and who saw them, so many at a time. One that is still on its way stays.
 * @returns how many notices are gone
 */
export async function forgetOldNotices(tx: ConsoleTransaction, mostAtOnce: number): Promise<number> {
  const old = await tx.$queryRaw<{ id: string }[]>`
    SELECT n.id::text FROM notices n
     WHERE n.posted_at < now() - make_interval(secs => ${noticesKeptForMs / seconds(1)}) AND n.dispatched_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM notice_deliveries d WHERE d.notice_id = n.id AND d.state = 'pending')
     ORDER BY n.posted_at LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED`; // guard: forget-what-was-sent
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.$executeRaw`DELETE FROM notice_reads WHERE notice_id = ANY (${ids}::uuid[])`;
  await tx.$executeRaw`DELETE FROM notice_deliveries WHERE notice_id = ANY (${ids}::uuid[])`;
  return tx.$executeRaw`DELETE FROM notices WHERE id = ANY (${ids}::uuid[])`;
}
