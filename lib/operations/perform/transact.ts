import "server-only";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { ok, Refused, type Result } from "@/lib/core/errors";

/** One transaction that a thrown refusal rolls back whole; the refusal is the answer then. */
export async function transact<T>(work: (tx: ConsoleTransaction) => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await consoleDb().$transaction(work));
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
