import "server-only";
import { consoleDb } from "@/lib/core/db";
import { onConsoleDatabase } from "./people";

export type KnownAppToken = { appId: string; secretHash: string; removed: boolean; restedAMinute: boolean };

/** The bypass token of an app as it stands this moment. */
export async function findAppToken(secretHash: string): Promise<KnownAppToken | null> {
  const rows = await onConsoleDatabase(
    () => consoleDb().$queryRaw<KnownAppToken[]>`
    SELECT t.app_id AS "appId", t.secret_hash AS "secretHash", a.removed_at IS NOT NULL AS removed,
           coalesce(t.last_used_at < now() - interval '1 minute', true) AS "restedAMinute"
      FROM app_bypass_tokens t JOIN apps a ON a.id = t.app_id
     WHERE t.secret_hash = ${secretHash}`,
  );
  return rows[0] ?? null;
}

/** Writes down that an app asked, at most once a minute. */
export async function rememberAppUse(appId: string): Promise<void> {
  await consoleDb().$executeRaw`
    UPDATE app_bypass_tokens SET last_used_at = now()
     WHERE app_id = ${appId} AND coalesce(last_used_at < now() - interval '1 minute', true)`;
}
