import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type Seen = {
  id: string;
  state: "delivered" | "failed_again" | "skipped_changed";
  attempts: number;
  lastStatus: number | null;
};

/** Writes down how first attempts ended, and what arrived later after all. One that was judged stays judged. */
export async function keepOutcomes(tx: ConsoleTransaction, setId: string, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return;
  await tx.$executeRaw`
    UPDATE replay_rows r
       SET state = w.state, attempts = w.attempts, last_status = w."lastStatus", judged_at = coalesce(r.judged_at, clock_timestamp()),
           first_failed = coalesce(r.first_failed, CASE WHEN w.state <> 'skipped_changed' THEN w.state = 'failed_again' OR w.attempts > 1 END)
      FROM json_to_recordset(${JSON.stringify(seen)}::json) AS w(id bigint, state text, attempts int, "lastStatus" int)
     WHERE r.set_id = ${setId}::uuid AND r.delivery_id = w.id AND r.state IN ('queued', 'failed_again')`;
}
