import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import type { KeyRing, RingName } from "../shapes/key";
import { readRings } from "./read-rings";

/** One ring as it is now; null where there is no such relying party. @refuses identity_database_unreachable */
export async function findRing(_actor: Actor, of: RingName): Promise<KeyRing | null> {
  const [ring] = await readRings(of);
  return ring ?? null;
}

/** The ring that holds a kid. @refuses identity_database_unreachable */
export async function findRingOf(actor: Actor, kid: string): Promise<KeyRing | null> {
  const [found] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ of: string }[]>`
      SELECT oauth_application_id::text AS of FROM webhook_signing_keys WHERE kid = ${kid}
      UNION ALL SELECT 'tokens' FROM signing_keys WHERE kid = ${kid} LIMIT 1`,
  );
  return found ? findRing(actor, found.of) : null;
}
