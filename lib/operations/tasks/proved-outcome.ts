import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Outcome } from "../define";

type Span = { started: string; verified: string; seconds: number };

/** What is said of a task that was seen to be done: from the confirmation to that moment, by the console's own database. */
export async function provedOutcome(
  tx: ConsoleTransaction,
  { requestId, app }: { requestId: string; app: string },
): Promise<Outcome> {
  const [span] = await tx.$queryRaw<Span[]>`
    SELECT to_char(request.started_at AT TIME ZONE 'UTC', 'HH24:MI:SS') AS started,
           to_char(follow.final_at AT TIME ZONE 'UTC', 'HH24:MI:SS') AS verified,
           round(extract(epoch FROM follow.final_at - request.started_at), 1)::float8 AS seconds
      FROM task_follows follow JOIN action_requests request ON request.id = follow.request_id
     WHERE follow.request_id = ${requestId}::uuid AND request.started_at IS NOT NULL AND follow.final_at IS NOT NULL`;
  return {
    summary: span ? { key: "tasks.provedIn", values: span } : { key: "tasks.proved" },
    href: `/deploys?app=${app}`,
  };
}
