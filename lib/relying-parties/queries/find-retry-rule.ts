import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** Whether a retry for this relying party needs an admin; `version` is 0 where nobody ever set it. */
export type RetryRule = { needsAdmin: boolean; version: number };

export async function findRetryRule(_actor: Actor, relyingPartyId: string): Promise<RetryRule> {
  const row = await consoleDb().relyingPartySetting.findUnique({ where: { relyingPartyId: BigInt(relyingPartyId) } });
  return { needsAdmin: row?.retryNeedsAdmin ?? false, version: row?.version ?? 0 };
}

/** Every rule that was ever set, by the relying party's id. */
export async function listRetryRules(_actor: Actor): Promise<Map<string, RetryRule>> {
  const rows = await consoleDb().relyingPartySetting.findMany();
  return new Map(
    rows.map((row) => [row.relyingPartyId.toString(), { needsAdmin: row.retryNeedsAdmin, version: row.version }]),
  );
}
