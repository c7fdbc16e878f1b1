import "server-only";
import { consoleDb } from "@/lib/core/db";

/** `withdrawn`: the passkey that gave it was removed since. */
export type KeptProof = {
  kind: string;
  personId: string;
  clerkUserId: string | null;
  sessionId: string;
  digest: string;
  ageMinutes: number;
  withdrawn: boolean;
};

/** A proof as it was given, with its age by database time. For the pipeline only. */
export async function findProof(id: string): Promise<KeptProof | null> {
  const [row] = await consoleDb().$queryRaw<KeptProof[]>`
    SELECT p.kind, p.person_id::text AS "personId", p.clerk_user_id AS "clerkUserId", p.session_id AS "sessionId", trim(p.digest) AS digest,
           (extract(epoch FROM now() - p.proved_at) / 60)::float8 AS "ageMinutes", k.removed_at IS NOT NULL AS withdrawn
      FROM proofs p LEFT JOIN passkeys k ON k.id = p.passkey_id
     WHERE p.id = ${id}::uuid`;
  return row ?? null;
}
