import "server-only";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import {
  type KeyRing,
  type KeyState,
  type KeyUse,
  keyStates,
  type Reader,
  type RingName,
  type SigningKey,
} from "../shapes/key";

const iso = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** What arrived is looked for among so many of the newest rows: the table has no index by it that we may count on. */
const newestRows = 20_000;
/** More keys than anybody has; whoever has more sees the newest. */
const mostKeys = 2_000;

type OfParty<T> = T & { party: string };

/** One relying party's, or everybody's. */
const only = (column: Prisma.Sql, of: RingName | null): Prisma.Sql =>
  of === null || of === "tokens" ? Prisma.sql`true` : Prisma.sql`${column} = ${BigInt(of)}`;

/**
 * Rings with their keys, who verifies with them, and what is signed with which.
 * @param of null: all of them, tokens first
 * @refuses identity_database_unreachable
 */
export async function readRings(of: RingName | null): Promise<KeyRing[]> {
  const wantsTokens = of === null || of === "tokens";
  const wantsWebhooks = of !== "tokens";
  const [tokens, webhooks, parties, at] = await onIdentityDatabase(() =>
    Promise.all([
      wantsTokens ? readTokenKeys() : [],
      wantsWebhooks ? readWebhookKeys(of) : [],
      readParties(of),
      readClock(),
    ]),
  );
  // Its owner may not have added this table, or not shown it to us: then nothing is known of it, and the rest stands.
  const [fetches, uses] = await Promise.all([
    askDatabase(() => readFetches(of)),
    wantsWebhooks ? askDatabase(() => readUses(of)) : ({ ok: true, value: [] } as const),
  ]);
  const seen = new Map((fetches.ok ? fetches.value : []).map((fetch) => [fetch.party, fetch]));
  const readers = parties.map((party): Reader => readerOf(party, seen.get(party.id)));
  const shared = { fetchesUnread: !fetches.ok, at };
  const ofTokens: KeyRing = { of: "tokens", name: null, keys: tokens, readers, uses: [], usesUnread: false, ...shared };
  const ofParties = readers.map(
    (reader): KeyRing => ({
      of: reader.id,
      name: reader.name,
      keys: ofParty(webhooks, reader.id),
      readers: [reader],
      uses: uses.ok ? ofParty(uses.value, reader.id) : [],
      usesUnread: !uses.ok,
      ...shared,
    }),
  );
  return [...(wantsTokens ? [ofTokens] : []), ...(wantsWebhooks ? ofParties : [])];
}

const ofParty = <T>(rows: readonly OfParty<T>[], id: string): T[] => rows.filter(({ party }) => party === id);

type Party = { id: string; name: string; on: boolean; declaredCacheSeconds: number | null };
type Fetch = { party: string; at: string | null; kids: string[] | null; measured: number | null };

const readerOf = (party: Party, fetch: Fetch | undefined): Reader => ({
  ...party,
  measuredCacheSeconds: fetch?.measured ?? null,
  fetch: fetch?.at ? { at: fetch.at, kids: fetch.kids ?? [] } : null,
});

async function readClock(): Promise<string> {
  const [row] = await identityProviderRead().$queryRaw<{ at: string }[]>`
    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', ${iso}) AS at`;
  return row?.at ?? new Date().toISOString();
}

const readParties = (of: RingName | null): Promise<Party[]> =>
  identityProviderRead().$queryRaw<Party[]>`
    SELECT id::text AS id, left(name, 120) AS name, webhook_enabled AS on, jwks_cache_seconds AS "declaredCacheSeconds"
      FROM oauth_applications WHERE ${only(Prisma.sql`id`, of)} ORDER BY name, id`;

const stateOf = (text: string): KeyState => keyStates.find((state) => state === text) ?? "unknown";

type Row = Omit<SigningKey, "state"> & { state: string };

async function readWebhookKeys(of: RingName | null): Promise<OfParty<SigningKey>[]> {
  const rows = await identityProviderRead().$queryRaw<OfParty<Row>[]>`
    SELECT oauth_application_id::text AS party, left(kid, 120) AS kid, left(algorithm, 40) AS algorithm, state,
           to_char(published_at, ${iso}) AS "publishedAt", to_char(activated_at, ${iso}) AS "activatedAt",
           to_char(grace_until, ${iso}) AS "graceUntil", to_char(retired_at, ${iso}) AS "retiredAt",
           to_char(compromised_at, ${iso}) AS "compromisedAt"
      FROM webhook_signing_keys WHERE ${only(Prisma.sql`oauth_application_id`, of)} ORDER BY id DESC LIMIT ${mostKeys}`;
  return rows.map((row) => ({ ...row, state: stateOf(row.state) }));
}

async function readTokenKeys(): Promise<SigningKey[]> {
  const rows = await identityProviderRead().$queryRaw<Row[]>`
    SELECT left(kid, 120) AS kid, left(algorithm, 40) AS algorithm, state, to_char(published_at, ${iso}) AS "publishedAt",
           to_char(activated_at, ${iso}) AS "activatedAt", NULL AS "graceUntil", to_char(retired_at, ${iso}) AS "retiredAt",
           NULL AS "compromisedAt"
      FROM signing_keys ORDER BY id DESC LIMIT ${mostKeys}`;
  return rows.map((row) => ({ ...row, state: stateOf(row.state) }));
}

/** The last fetch of each, and the longest pause between two of its last twenty. */
const readFetches = (of: RingName | null): Promise<Fetch[]> =>
  identityProviderRead().$queryRaw<Fetch[]>`
    SELECT app.id::text AS party, to_char(newest.at, ${iso}) AS at, newest.kids, measured.seconds AS measured
      FROM oauth_applications app
      CROSS JOIN LATERAL (
        SELECT fetched_at AS at, kid_set AS kids FROM jwks_fetches WHERE oauth_application_id = app.id
         ORDER BY fetched_at DESC LIMIT 1) newest
      CROSS JOIN LATERAL (
        SELECT ceil(extract(epoch FROM max(pause)))::int AS seconds
          FROM (SELECT fetched_at - lag(fetched_at) OVER (ORDER BY fetched_at) AS pause
                  FROM (SELECT fetched_at FROM jwks_fetches WHERE oauth_application_id = app.id
                         ORDER BY fetched_at DESC LIMIT 20) lately) pauses) measured
     WHERE ${only(Prisma.sql`app.id`, of)}`;

/** Rows that are not delivered, by the key that was assigned to them, and when something signed with it arrived last. */
const readUses = (of: RingName | null): Promise<OfParty<KeyUse>[]> => {
  const party = only(Prisma.sql`oauth_application_id`, of);
  return identityProviderRead().$queryRaw<OfParty<KeyUse>[]>`
    SELECT party::text AS party, kid, sum(dead)::int AS dead, sum(waiting)::int AS waiting,
           to_char(max(arrived), ${iso}) AS "lastDeliveredAt"
      FROM (
        SELECT oauth_application_id AS party, signing_kid AS kid, count(*) AS dead, 0 AS waiting, NULL::timestamp AS arrived
          FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL AND ${party} GROUP BY 1, 2
        UNION ALL
        SELECT oauth_application_id, signing_kid, 0, count(*), NULL
          FROM webhook_outbox_entries WHERE delivered_at IS NULL AND dlq_at IS NULL AND ${party} GROUP BY 1, 2
        UNION ALL
        SELECT oauth_application_id, signing_kid, 0, 0, max(delivered_at)
          FROM (SELECT oauth_application_id, signing_kid, delivered_at FROM webhook_outbox_entries
                 ORDER BY id DESC LIMIT ${newestRows}) lately
         WHERE delivered_at IS NOT NULL AND ${party} GROUP BY 1, 2) every
     GROUP BY 1, 2`;
};
