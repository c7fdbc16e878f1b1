import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Gives an app its bypass token. One that it had before is nobody's from this moment on. @returns when it was made, by the database's clock */
export async function keepBypassToken(
  tx: ConsoleTransaction,
  { appId, secretHash, madeBy }: { appId: string; secretHash: string; madeBy: string },
): Promise<Date> {
  const [kept] = await tx.$queryRaw<{ madeAt: Date }[]>`
    INSERT INTO app_bypass_tokens (app_id, secret_hash, made_by) VALUES (${appId}, ${secretHash}, ${madeBy}::uuid)
    ON CONFLICT (app_id) DO UPDATE
      SET secret_hash = excluded.secret_hash, made_at = now(), made_by = excluded.made_by, last_used_at = NULL
    RETURNING made_at AS "madeAt"`;
  if (!kept) throw new Error("an upsert returns its row");
  return kept.madeAt;
}
