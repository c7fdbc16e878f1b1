import type { Pool } from "pg";
import { expect } from "vitest";
import type { JournalEntry } from "../../sandbox/kernel/journal";
import { nextArrival, type Row, readRow, retry, startTestWorld, type TestWorld } from "./identity-provider-harness";

/** Short, so that a relying party which never answers costs a test little. */
export const TIMEOUT_MS = 1_500;

export type DispatcherWorld = TestWorld & {
  /** The console's own role: what it may not do, a retry cannot need. */
  operate: Pool;
  /** Retries a dead row and waits for its request. */
  sendAgain(dead: Row): Promise<JournalEntry>;
  /** The row after the dispatcher wrote down its first attempt. */
  settled(dead: Row): Promise<Row>;
  afterAttempt(dead: Row, attempts: number): Promise<Row>;
};

/** A world whose dispatcher hurries. */
export async function startDispatcherWorld(): Promise<DispatcherWorld> {
  const world = await startTestWorld({ dispatcher: { timeoutMs: TIMEOUT_MS, passEveryMs: 100 } });
  const operate = world.database.as("sallyport_operate");

  async function afterAttempt({ id }: Row, attempts: number): Promise<Row> {
    const read = async () => (await readRow(operate, id)).attempts;
    await expect.poll(read, { timeout: 15_000, interval: 25 }).toBe(attempts);
    return readRow(operate, id);
  }

  return {
    ...world,
    operate,
    async sendAgain(dead) {
      const arrival = nextArrival(world.kernel, dead.idempotency_key);
      if (!(await retry(operate, dead))) throw new Error(`row ${dead.id} was not dead any more`);
      return arrival;
    },
    settled: (dead) => afterAttempt(dead, 1),
    afterAttempt,
  };
}
