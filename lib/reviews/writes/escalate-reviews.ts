import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { escalationSteps } from "../rules";

export type Escalated = { id: string; operation: string; subject: string; step: number };

/** Takes the next step for every review that is late, once: two workers at the same moment take it together no more than one does. */
export async function escalateReviews(tx: ConsoleTransaction): Promise<Escalated[]> {
  const late = await tx.$queryRaw<
    { id: string; operation: string; subject: string; escalation: number; lateMs: number }[]
  >`
    SELECT id::text, operation, subject, escalation, (extract(epoch FROM now() - due_at) * 1000)::float8 AS "lateMs"
      FROM reviews WHERE filed_at IS NULL AND due_at <= now() ORDER BY due_at FOR UPDATE SKIP LOCKED`;
  const escalated: Escalated[] = [];
  for (const { id, operation, subject, escalation, lateMs } of late) {
    const step = escalationSteps(lateMs);
    if (step <= escalation) continue;
    await tx.$executeRaw`UPDATE reviews SET escalation = ${step} WHERE id = ${id}::uuid`;
    escalated.push({ id, operation, subject, step });
  }
  return escalated;
}
