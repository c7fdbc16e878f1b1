import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { apiTokenLimit, type Scope } from "../shapes";

type NewToken = {
  personId: string;
  scope: Scope;
  name: string;
  days: number;
  secretHash: string;
  createdBy: string;
};

/** @returns its id and when it ends by the database's clock; null where its person has as many as anybody may */
export async function keepToken(
  tx: ConsoleTransaction,
  { personId, scope, name, days, secretHash, createdBy }: NewToken,
): Promise<{ id: string; expiresAt: Date } | null> {
  // Two admins at once: each counts what the other has made.
  await tx.$executeRaw`SELECT 1 FROM people WHERE id = ${personId}::uuid FOR UPDATE`;
  const [kept] = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
    INSERT INTO api_tokens (id, name, person_id, scope, secret_hash, expires_at, created_by)
    SELECT ${randomUUID()}::uuid, ${name}, ${personId}::uuid, ${scope}, ${secretHash}, now() + make_interval(days => ${days}),
           ${createdBy}::uuid
     WHERE (SELECT count(*) FROM api_tokens
             WHERE person_id = ${personId}::uuid AND revoked_at IS NULL AND expires_at > now()) < ${apiTokenLimit}
    RETURNING id::text AS id, expires_at AS "expiresAt"`;
  return kept ?? null;
}

/** @returns whether this call ended it */
export async function revokeToken(tx: ConsoleTransaction, id: string, by: string): Promise<boolean> {
  const revoked = await tx.$executeRaw`
    UPDATE api_tokens SET revoked_at = now(), revoked_by = ${by}::uuid WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return revoked === 1;
}
