import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type Waiting = { id: string; operation: string; inputText: string };

/** One person's requests enter the approvers' inbox one after the other, until the transaction ends. */
export async function lockQueueOf(tx: ConsoleTransaction, personId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('approval-queue ' || ${personId}, 0))`;
}

/** What a person has asked of others and nobody has answered yet. */
export async function waitingOf(tx: ConsoleTransaction, personId: string): Promise<Waiting[]> {
  return tx.actionRequest.findMany({
    where: { requesterId: personId, state: "awaiting_approval" },
    select: { id: true, operation: true, inputText: true },
  });
}
