import "server-only";
import { fromPrisma } from "pg-boss";
import type { ConsoleTransaction } from "@/lib/core/db";
import { jobEngine } from "./engine";
import type { QueueName } from "./queues";

/** Puts a job into its queue as part of the caller's transaction: both happen or neither. */
export async function enqueue(tx: ConsoleTransaction, queue: QueueName, data: Record<string, string>): Promise<void> {
  const engine = await jobEngine({ supervise: false });
  await engine.send(queue, data, { db: fromPrisma(tx) });
}
