import { generateKeyPairSync } from "node:crypto";
import type { OperationName } from "@/lib/access/policy";
import type { Outbox } from "./deliveries";
import type { Query } from "./reviews";

type MadeState = "published" | "active" | "grace" | "retired" | "compromised";

/** How long ago, in seconds, something happened to a key; negative lies ahead. */
export type KeyAges = { published?: number; activated?: number; graceUntil?: number };

const hour = 3_600;

/** Old enough for anything that may be done with a key in that state. */
const settledAges: Record<MadeState, KeyAges> = {
  published: { published: 24 * hour },
  active: { published: 48 * hour, activated: 47 * hour },
  grace: { published: 99 * hour, activated: 98 * hour, graceUntil: hour },
  retired: { published: 199 * hour, activated: 198 * hour, graceUntil: 99 * hour },
  compromised: { published: 199 * hour, activated: 198 * hour },
};

let made = 0;

/** A webhook key of a relying party's, private half and all, so that the dispatcher can sign with it. @returns its kid */
export async function webhookKey(
  { owner }: Outbox,
  party: string,
  state: MadeState,
  ages: KeyAges = settledAges[state],
): Promise<string> {
  const kid = `wk-${party}-${process.pid}-${(made += 1)}`;
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  await owner.query(
    `INSERT INTO webhook_signing_keys (oauth_application_id, kid, algorithm, public_jwk, state, published_at, activated_at, grace_until,
       created_at, updated_at)
     SELECT $1, $2, 'EdDSA', $3, $4, at - make_interval(secs => $5), at - make_interval(secs => $6), at - make_interval(secs => $7), at, at
       FROM (SELECT clock_timestamp()::timestamp AS at) AS one`,
    [
      party,
      kid,
      JSON.stringify(publicKey.export({ format: "jwk" })),
      state,
      ages.published ?? null,
      ages.activated ?? null,
      ages.graceUntil ?? null,
    ],
  );
  await owner.query("INSERT INTO sandbox_vault.private_keys VALUES ($1, $2)", [
    kid,
    JSON.stringify(privateKey.export({ format: "jwk" })),
  ]);
  return kid;
}

/** The relying party says that it keeps a copy so long, and fetched the set so many seconds ago, with these keys in it. */
export async function fetched(
  { owner }: Outbox,
  party: string,
  { kids, secondsAgo = 1, cacheSeconds = 300 }: { kids: string[]; secondsAgo?: number; cacheSeconds?: number | null },
): Promise<void> {
  await owner.query("UPDATE oauth_applications SET jwks_cache_seconds = $2 WHERE id = $1", [party, cacheSeconds]);
  await owner.query(
    `INSERT INTO jwks_fetches (oauth_application_id, kid_set, fetched_at, user_agent)
     VALUES ($1, $2, clock_timestamp() - make_interval(secs => $3), 'a test')`,
    [party, kids, secondsAgo],
  );
}

export type KeyStory = { party: string; active: string; other: string };

/** A relying party of a test's own with a key that signs, and another one beside it; it has fetched both. */
export async function ringOf(outbox: Outbox, other: MadeState | null = null, ages?: KeyAges): Promise<KeyStory> {
  const party = await outbox.switchedOffParty();
  const active = await webhookKey(outbox, party, "active");
  const kid = other === null ? "" : await webhookKey(outbox, party, other, ages);
  await fetched(outbox, party, { kids: [active, kid] });
  return { party, active, other: kid };
}

/** What its keys are now, newest last. */
export async function statesOf({ owner }: Outbox, party: string): Promise<{ kid: string; state: string }[]> {
  const { rows } = await owner.query<{ kid: string; state: string }>(
    "SELECT kid, state FROM webhook_signing_keys WHERE oauth_application_id = $1 ORDER BY id",
    [party],
  );
  return rows;
}

/** The smallest change that there is of a key. */
export const touchKey = async ({ owner }: Outbox, kid: string): Promise<void> =>
  void (await owner.query(
    "UPDATE webhook_signing_keys SET published_at = published_at + interval '1 microsecond' WHERE kid = $1",
    [kid],
  ));

export type KeyOperation = Extract<OperationName, `key.${string}`>;

/** Inputs that would do, each about a relying party of its own. */
export const keyInputs = (outbox: () => Outbox): Record<KeyOperation, () => Promise<unknown>> => ({
  "key.activate": async () => ({ kid: (await ringOf(outbox(), "published")).other }),
  "key.compromise": async () => ({ kid: (await ringOf(outbox())).active }),
  "key.publish": async () => ({ of: (await ringOf(outbox())).party }),
  "key.retire": async () => ({ kid: (await ringOf(outbox(), "grace")).other }),
});

/** A rotation as it is kept, begun by the request of that id. */
export const keptRotation = async (
  query: Query,
  requestId: string,
  { ring, oldKid }: { ring: string; oldKid: string },
): Promise<void> => {
  await query(
    `INSERT INTO key_rotations (id, ring, began_by, old_kid, known_kids)
     SELECT id, $2, requester_id, $3, ARRAY[$3] FROM action_requests WHERE id = $1`,
    [requestId, ring, oldKid],
  );
  await query("INSERT INTO key_rotation_steps (request_id, rotation_id, act) VALUES ($1, $1, 'publish')", [requestId]);
};

export const forgetRotations = async (query: Query): Promise<void> => {
  await query("DELETE FROM key_rotation_steps", []);
  await query("DELETE FROM key_rotations", []);
};
