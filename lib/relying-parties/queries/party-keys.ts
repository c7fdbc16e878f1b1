import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import { keyKnowledge } from "../rules/key-knowledge";
import type { KeyFetch, PartyKey, PartyKeys } from "../shapes";

const iso = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const newestKeys = 8;

/**
 * The webhook keys of a relying party, whether it can know the active one, and what is signed with which.
 * @refuses identity_database_unreachable
 */
export async function findPartyKeys(_actor: Actor, id: string): Promise<PartyKeys> {
  const { keys, cache, undelivered } = await onIdentityDatabase(async () => ({
    keys: await readKeys(id),
    cache: await readCacheSeconds(id),
    undelivered: await readUndelivered(id),
  }));
  const activeKid = keys.find(({ state }) => state === "active")?.kid ?? null;
  // Its owner may not have added this table, or not shown it to us: then nothing is known of it, and the rest stands.
  const fetched = await askDatabase(() => readLastFetch(id, activeKid));
  const fetch = fetched.ok ? fetched.value : null;
  const knowledge = keyKnowledge({ activeKid, fetch, cacheSeconds: cache }, new Date());
  return { keys, activeKid, cacheSeconds: cache, fetch, fetchesUnread: !fetched.ok, knowledge, undelivered };
}

const readKeys = (id: string): Promise<PartyKey[]> =>
  identityProviderRead().$queryRaw<PartyKey[]>`
    SELECT kid, left(state, 40) AS state, to_char(activated_at, ${iso}) AS "activatedAt", to_char(grace_until, ${iso}) AS "graceUntil"
      FROM webhook_signing_keys WHERE oauth_application_id = ${BigInt(id)}
     ORDER BY (state = 'active') DESC, id DESC LIMIT ${newestKeys}`;

async function readCacheSeconds(id: string): Promise<number | null> {
  const [row] = await identityProviderRead().$queryRaw<{ seconds: number | null }[]>`
    SELECT jwks_cache_seconds AS seconds FROM oauth_applications WHERE id = ${BigInt(id)}`;
  return row?.seconds ?? null;
}

const readUndelivered = (id: string): Promise<PartyKeys["undelivered"]> =>
  identityProviderRead().$queryRaw<PartyKeys["undelivered"]>`
    SELECT signing_kid AS kid, count(*) FILTER (WHERE dlq_at IS NOT NULL)::int AS dead,
           count(*) FILTER (WHERE dlq_at IS NULL)::int AS waiting
      FROM webhook_outbox_entries WHERE oauth_application_id = ${BigInt(id)} AND delivered_at IS NULL
     GROUP BY signing_kid ORDER BY count(*) DESC LIMIT ${newestKeys}`;

/** When a relying party last fetched the key set, and whether a key was in it. Null where that is not known, or not shown to us. */
export async function findLastKeyFetch(_actor: Actor, id: string, kid: string | null): Promise<KeyFetch | null> {
  const fetched = await askDatabase(() => readLastFetch(id, kid));
  return fetched.ok ? fetched.value : null;
}

async function readLastFetch(id: string, activeKid: string | null): Promise<KeyFetch | null> {
  const [row] = await identityProviderRead().$queryRaw<KeyFetch[]>`
    SELECT to_char(fetched_at, ${iso}) AS at, coalesce(${activeKid}::text = ANY (kid_set), false) AS "hasActive"
      FROM jwks_fetches WHERE oauth_application_id = ${BigInt(id)} ORDER BY fetched_at DESC LIMIT 1`;
  return row ?? null;
}
