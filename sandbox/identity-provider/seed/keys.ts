import type { ClientBase } from "pg";
import type { KeyState, RelyingParty } from "../../relying-parties/relying-party";
import { ROSTER } from "../../relying-parties/roster";
import { seededKeyPair } from "../keys/key-pair";

/** The kid of a relying party's n-th webhook key, counted from 1. */
export const webhookKid = (slug: string, generation: number): string => `whk-${slug}-${generation}`;

/** The kid that signs a relying party's webhooks after the seed. */
export function seededActiveKid(party: RelyingParty): string {
  return webhookKid(party.slug, party.keys.indexOf("active") + 1);
}

type Ages = { published: number; activated?: number; retired?: number; compromised?: number; graceUntil?: number };

const DAY = 24;
/** Hours before the seed; negative lies ahead. */
const AGES: Record<KeyState, Ages> = {
  published: { published: DAY },
  active: { published: 9 * DAY, activated: 8 * DAY },
  grace: { published: 101 * DAY, activated: 100 * DAY, graceUntil: -2 * DAY },
  retired: { published: 191 * DAY, activated: 190 * DAY, graceUntil: 98 * DAY, retired: 98 * DAY },
  compromised: { published: 241 * DAY, activated: 240 * DAY, compromised: 205 * DAY },
};

const TOKEN_KEYS: readonly KeyState[] = ["retired", "active", "published"];

/** Writes every relying party's webhook keys and the token keys, private halves into the vault. */
export async function seedKeys(client: ClientBase, anchor: string): Promise<void> {
  const webhookKeys = ROSTER.flatMap((party) =>
    party.keys.map((state, index) => ({
      ...keyRow(webhookKid(party.slug, index + 1), state),
      ...hours(rotatedLately(party, state) ?? AGES[state]),
      app: party.id,
    })),
  );
  const tokenKeys = TOKEN_KEYS.map((state, index) => ({ ...keyRow(`tok-${index + 1}`, state), ...hours(AGES[state]) }));

  await client.query(
    `INSERT INTO webhook_signing_keys (oauth_application_id, kid, algorithm, public_jwk, state, published_at,
       activated_at, grace_until, retired_at, compromised_at, created_at, updated_at)
     SELECT app, kid, 'EdDSA', public_jwk, state, at - published, at - activated, at - grace_until, at - retired,
       at - compromised, at - published, at - least(published, activated, retired, compromised)
     FROM jsonb_to_recordset($1::jsonb) AS key (app bigint, kid text, public_jwk jsonb, state text, published interval,
       activated interval, grace_until interval, retired interval, compromised interval), (SELECT $2::timestamp AS at) AS anchor`,
    [JSON.stringify(webhookKeys), anchor],
  );
  await client.query(
    `INSERT INTO signing_keys (kid, algorithm, public_jwk, state, published_at, activated_at, retired_at)
     SELECT kid, 'EdDSA', public_jwk, state, at - published, at - activated, at - retired
     FROM jsonb_to_recordset($1::jsonb) AS key (kid text, public_jwk jsonb, state text, published interval,
       activated interval, retired interval), (SELECT $2::timestamp AS at) AS anchor`,
    [JSON.stringify(tokenKeys), anchor],
  );
  await client.query(
    `INSERT INTO sandbox_vault.private_keys (kid, private_jwk)
     SELECT kid, private_jwk FROM jsonb_to_recordset($1::jsonb) AS key (kid text, private_jwk jsonb)`,
    [JSON.stringify([...webhookKeys, ...tokenKeys])],
  );
}

/** The party that rejected a kid did so because the key was new. */
function rotatedLately(party: RelyingParty, state: KeyState): Ages | undefined {
  if (party.character !== "unknown-kid" || state !== "active") return undefined;
  return { published: party.died.fromHours + 0.5, activated: party.died.fromHours + 0.25 };
}

function keyRow(kid: string, state: KeyState) {
  const { publicJwk, privateJwk } = seededKeyPair(kid);
  return { kid, state, public_jwk: publicJwk, private_jwk: privateJwk };
}

function hours(ages: Ages) {
  return {
    published: interval(ages.published),
    activated: interval(ages.activated),
    grace_until: interval(ages.graceUntil),
    retired: interval(ages.retired),
    compromised: interval(ages.compromised),
  };
}

function interval(age: number | undefined): string | null {
  return age === undefined ? null : `${age} hours`;
}
