import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { stateOf } from "@/lib/deliveries/rules/state";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import type { Sought } from "../rules/sought";
import type { Found, Thing } from "../shapes";

const mostOfAKind = 5;

/** Asks the identity provider's database; a place that does not answer in time is told, and the rest stands. */
async function ask(reads: readonly Promise<Thing[]>[]): Promise<Found> {
  const answer = await askDatabase(async () => (await Promise.all(reads)).flat());
  if (answer.ok) return { things: answer.value, silent: [] };
  return { things: [], silent: [{ place: "identity_provider", slow: answer.failure.kind === "timed_out" }] };
}

type DeliveryLine = {
  id: string;
  eventType: string;
  relyingParty: string;
  dlqAt: string | null;
  deliveredAt: string | null;
};

/** A delivery by its id, or those of one event by their idempotency key. */
export function findDeliveries(_actor: HumanActor, { number, event }: Sought): Promise<Found> {
  return ask([
    ...(number === undefined ? [] : [readDeliveries(Prisma.sql`e.id = ${BigInt(number)}`)]),
    ...(event === undefined ? [] : [readDeliveries(Prisma.sql`e.idempotency_key = ${event}`)]),
  ]);
}

/** Joined from the relying parties, so that a key is found by the index that begins with them. */
async function readDeliveries(where: Prisma.Sql): Promise<Thing[]> {
  const rows = await identityProviderRead().$queryRaw<DeliveryLine[]>`
    SELECT e.id::text AS id, left(e.event_type, 200) AS "eventType", left(a.name, 200) AS "relyingParty",
           e.dlq_at::text AS "dlqAt", e.delivered_at::text AS "deliveredAt"
      FROM oauth_applications a JOIN webhook_outbox_entries e ON e.oauth_application_id = a.id
     WHERE ${where} ORDER BY e.id LIMIT ${mostOfAKind}`;
  return rows.map(({ dlqAt, deliveredAt, ...row }) => ({
    kind: "delivery",
    ...row,
    state: stateOf({ dlqAt, deliveredAt }),
  }));
}

type PartyLine = { id: string; name: string; on: boolean };

/** Relying parties by id or by a part of their name; those whose name begins with it stand first. */
export function findParties(_actor: HumanActor, { number, name }: Sought): Promise<Found> {
  return ask([
    ...(number === undefined ? [] : [readParties(Prisma.sql`id = ${BigInt(number)}`, "")]),
    ...(name === undefined ? [] : [readParties(Prisma.sql`name ILIKE ${`%${literal(name)}%`}`, name)]),
  ]);
}

async function readParties(where: Prisma.Sql, begins: string): Promise<Thing[]> {
  const rows = await identityProviderRead().$queryRaw<PartyLine[]>`
    SELECT id::text AS id, left(name, 200) AS name, webhook_enabled AS on FROM oauth_applications WHERE ${where}
     ORDER BY (name ILIKE ${`${literal(begins)}%`}) DESC, name, id LIMIT ${mostOfAKind}`;
  return rows.map((row) => ({ kind: "relying_party", ...row }));
}

type KidLine = { kid: string; state: string; relyingPartyId: string; relyingParty: string };

/** Signing keys of webhooks by the beginning of their kid. */
export function findKids(_actor: HumanActor, { kid }: Sought): Promise<Found> {
  return kid === undefined ? Promise.resolve({ things: [], silent: [] }) : ask([readKids(kid)]);
}

async function readKids(begins: string): Promise<Thing[]> {
  const rows = await identityProviderRead().$queryRaw<KidLine[]>`
    SELECT left(k.kid, 200) AS kid, left(k.state, 40) AS state, a.id::text AS "relyingPartyId", left(a.name, 200) AS "relyingParty"
      FROM webhook_signing_keys k JOIN oauth_applications a ON a.id = k.oauth_application_id
     WHERE k.kid ILIKE ${`${literal(begins)}%`} ORDER BY (k.state = 'active') DESC, k.id DESC LIMIT ${mostOfAKind}`;
  return rows.map((row) => ({ kind: "kid", ...row }));
}

/** Wildcards in it mean themselves. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`); // guard: command-bar-wildcards
