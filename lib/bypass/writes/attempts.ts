import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { RefusalCode } from "@/lib/core/errors";
import type { OpeningFactor } from "../shapes";

export type Attempt = {
  personId: string | null;
  emailHash: string;
  addressHash: string;
  factor: OpeningFactor;
  outcome: RefusalCode | "opened";
};

/** Attempts under one name from one address are judged one after the other, so that none slips past the count. */
export async function holdAttempts(
  tx: ConsoleTransaction,
  { emailHash, addressHash }: Pick<Attempt, "emailHash" | "addressHash">,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${emailHash + addressHash}, 1))`;
}

/** Writes down that somebody tried, whatever came of it. */
export async function keepAttempt(tx: ConsoleTransaction, attempt: Attempt): Promise<string> {
  const id = randomUUID();
  await tx.bypassAttempt.create({ data: { id, ...attempt } });
  return id;
}
