import type { ClientBase } from "pg";

/** Lets a reset and an order of rows follow each other: both lock the same tables, each in another order. Until the transaction ends. */
export async function holdOutbox(client: ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('sandbox outbox'))");
}
