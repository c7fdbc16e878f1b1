import { createHash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { OperationName } from "@/lib/access/policy";
import { committedValue, hostControl, hostedApp, nobodys, pushed, readyService } from "./host";
import type { Query } from "./reviews";
import { world } from "./world";

export type ClerkKeyOperation = Extract<OperationName, `clerk-key.${string}`>;

/** How every key that the sandbox makes begins. */
export const canary = "sk_live_CANARY";

export const fingerprintOf = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 8);
export const managedKey = (): string => world().env.product.MANAGED_CLERK_SECRET_KEY ?? "";

/** A key that nobody has, and that no Clerk knows. */
export const deadKey = (): string => `sk_live_CONFIDED${randomBytes(8).toString("hex")}`;

/** Somebody makes a key in Clerk's dashboard. */
export const dashboardKey = async (): Promise<string> =>
  (await hostControl<{ secretKey: string }>("POST /clerk/managed/secret-keys")).secretKey;

/** Fingerprints of the keys that are good now, newest first. */
export const goodKeys = (): Promise<string[]> => hostControl<string[]>("GET /clerk/managed/secret-keys");

/** Somebody deletes a key in Clerk's dashboard. */
export const deleteKey = (fingerprint: string): Promise<unknown> =>
  hostControl(`DELETE /clerk/managed/secret-keys/${fingerprint}`);

/** Only the first key is good again, and apps use it. */
export async function firstKeyAgain(apps: readonly string[] = []): Promise<void> {
  await hostControl("DELETE /clerk/managed/secret-keys");
  for (const app of apps) {
    await hostControl(`DELETE /render/${app}/env-vars/CLERK_SECRET_KEY`);
    await pushed(app);
  }
}

const seeded = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    url: z.string(),
    healthUrl: z.string(),
    renderServiceId: z.string(),
  }),
);

/** The apps of the world's environment are on the list, whether or not a worker has been there. */
export async function knownApps(query: Query): Promise<void> {
  for (const app of seeded.parse(JSON.parse(world().env.product.APPS ?? "[]")))
    await query(
      `INSERT INTO apps (id, name, role, environment, hosted_on, url, health_url, render_service_id, clerk_instance, clerk_secret_keys)
       VALUES ($1, $2, $3, 'production', 'Render', $4, $5, $6, 'managed', '{CLERK_SECRET_KEY}')
       ON CONFLICT (id) DO UPDATE SET removed_at = NULL, clerk_instance = 'managed', clerk_secret_keys = excluded.clerk_secret_keys`,
      [app.id, app.name, app.role, app.url, app.healthUrl, app.renderServiceId],
    );
}

/** What Clerk's Backend API answers to a key. */
export async function answerTo(secretKey: string): Promise<number> {
  const { MANAGED_CLERK_API_URL } = world().env.product;
  const answer = await fetch(`${MANAGED_CLERK_API_URL}/v1/instance`, {
    headers: { authorization: `Bearer ${secretKey}` },
  });
  await answer.body?.cancel();
  return answer.status;
}

type Begun = { newFingerprint?: string; released?: boolean };

/** A replacement that somebody has begun, of a key that nobody has. @returns the old key */
export async function begunReplacement(
  query: Query,
  { newFingerprint, released = false }: Begun = {},
): Promise<string> {
  const old = deadKey();
  await query(
    `INSERT INTO clerk_key_rotations (id, old_fingerprint, began_by, new_fingerprint, made_in, made_at, released_at)
     SELECT $1, $2, id, $3, 'dashboard', now(), CASE WHEN $4 THEN now() END FROM people ORDER BY id LIMIT 1`,
    [randomUUID(), fingerprintOf(old), newFingerprint ?? null, released],
  );
  return old;
}

/** An app that holds a key of the customers' Clerk, on a service where nobody looks, or out of reach. It says nothing of its key. */
export async function consumer(query: Query, { hosted = true } = {}): Promise<string> {
  const { id } = await readyService(nobodys.preview);
  const app = await hostedApp(query, id);
  if (!hosted) await query("UPDATE apps SET render_service_id = NULL, hosted_on = 'Vercel' WHERE id = $1", [app]);
  return app;
}

/** Nobody else's test stands in the way: apps of tests hold no key any more. */
const aloneAmong = (query: Query): Promise<unknown> =>
  query("UPDATE apps SET clerk_instance = 'none' WHERE id LIKE 'app-%'", []);

/** An app that only a person can speak for has been spoken for. */
export const vouchedFor = (query: Query, old: string, apps: readonly string[]): Promise<unknown> =>
  query(
    `INSERT INTO clerk_key_consumers (rotation_id, app_id, known_instances, vouched_by, vouched_at)
     SELECT rotation.id, app, '{}', began_by, now() FROM clerk_key_rotations rotation, unnest($2::text[]) AS app WHERE old_fingerprint = $1`,
    [fingerprintOf(old), apps],
  );

export const forgetClerkKeys = async (query: Query): Promise<void> => {
  for (const table of ["clerk_key_steps", "clerk_key_consumers", "clerk_key_rotations"])
    await query(`DELETE FROM ${table}`, []);
};

const closing = deadKey();
/** What is told with the confirmation of `clerk-key.close` alone. */
export const oldKeyTold = committedValue(closing);

/** A released key that no Clerk knows: asked with it, any answers 401. */
async function released(query: Query): Promise<{ fingerprint: string; commitment: string }> {
  const fingerprint = fingerprintOf(closing);
  await query("DELETE FROM clerk_key_steps WHERE act = 'close'", []);
  await query("DELETE FROM clerk_key_rotations WHERE old_fingerprint = $1", [fingerprint]);
  const made = await begunReplacement(query, { newFingerprint: "0a1b2c3d", released: true });
  await query("UPDATE clerk_key_rotations SET old_fingerprint = $1 WHERE old_fingerprint = $2", [
    fingerprint,
    fingerprintOf(made),
  ]);
  return { fingerprint, commitment: oldKeyTold.commitment };
}

/** Inputs that would do, each about a key of its own. */
export const clerkKeyInputs = (query: Query): Record<ClerkKeyOperation, () => Promise<Record<string, unknown>>> => ({
  "clerk-key.adopt": async () => {
    await aloneAmong(query);
    await consumer(query);
    const fresh = await dashboardKey();
    const { commitment } = committedValue(fresh);
    const fingerprint = fingerprintOf(await begunReplacement(query));
    return { fingerprint, newFingerprint: fingerprintOf(fresh), commitment };
  },
  "clerk-key.close": () => released(query),
  "clerk-key.release": async () => {
    await aloneAmong(query);
    const old = await begunReplacement(query, { newFingerprint: fingerprintOf(managedKey()) });
    await vouchedFor(query, old, ["identity-provider", "support-desk", await consumer(query, { hosted: false })]);
    return { fingerprint: fingerprintOf(old), lastUsedSeen: true };
  },
  "clerk-key.replace": async () => {
    await aloneAmong(query);
    await consumer(query);
    return { fingerprint: fingerprintOf(await begunReplacement(query)), overlapHours: 24 };
  },
  "clerk-key.vouch": async () => {
    const app = await consumer(query, { hosted: false });
    const old = await begunReplacement(query, { newFingerprint: "0a1b2c3d" });
    return { fingerprint: fingerprintOf(old), app };
  },
});
