import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import { ROSTER } from "../../relying-parties/roster";
import { addWebhookKey } from "../keys/publish";
import { notFound, requireId, type Task, TaskAborted } from "./task";

/** How long a replaced key may still be met. */
const GRACE = "2 days";

/** One transaction: the key is revoked, another one signs, undelivered rows are reassigned to it, and the relying party is told. */
const compromise: Task = {
  usage: "webhooks:compromise[app_id,kid]",
  arity: [2, 2],
  async run(client, { values: [appId, kid = ""] }) {
    const app = await lockApplication(client, appId);
    const key = await lockKey(client, app.id, kid);
    if (key.state === "compromised") throw new TaskAborted(`${kid} is compromised already`);
    await client.query(
      "UPDATE webhook_signing_keys SET state = 'compromised', compromised_at = now(), updated_at = now() WHERE kid = $1",
      [kid],
    );
    const successor =
      key.state === "active"
        ? await addWebhookKey(client, { applicationId: app.id, slug: app.slug, state: "active" })
        : await activeKid(client, app.id);
    const reassigned = await client.query(
      `UPDATE webhook_outbox_entries SET signing_kid = $3, updated_at = clock_timestamp()
       WHERE oauth_application_id = $1 AND signing_kid = $2 AND delivered_at IS NULL`,
      [app.id, kid, successor],
    );
    await enqueueCompromised(client, app.id, { kid, successor });
    return [
      `revoked ${kid}`,
      `active ${successor}`,
      `reassigned ${reassigned.rowCount} undelivered rows`,
      "enqueued 1 event",
    ];
  },
};

const publish: Task = {
  usage: "webhooks:publish_key[app_id]",
  arity: [1, 1],
  async run(client, { values: [appId] }) {
    const { id, slug } = await lockApplication(client, appId);
    const { rows } = await client.query<{ kid: string }>(
      "SELECT kid FROM webhook_signing_keys WHERE oauth_application_id = $1 AND state = 'published'",
      [id],
    );
    if (rows[0]) throw new TaskAborted(`${rows[0].kid} is published already`);
    return [`published ${await addWebhookKey(client, { applicationId: id, slug, state: "published" })}`];
  },
};

const activate: Task = {
  usage: "webhooks:activate_key[app_id,kid]",
  arity: [2, 2],
  async run(client, { values: [appId, kid = ""] }) {
    const { id } = await lockApplication(client, appId);
    const { state } = await lockKey(client, id, kid);
    if (state === "active") return [`${kid} is active already`];
    if (state !== "published") throw new TaskAborted(`${kid} is ${state}; only a published key can become active`);
    await client.query(
      `UPDATE webhook_signing_keys SET state = 'grace', grace_until = now() + $2::interval, updated_at = now()
       WHERE oauth_application_id = $1 AND state = 'active'`,
      [id, GRACE],
    );
    await client.query(
      "UPDATE webhook_signing_keys SET state = 'active', activated_at = now(), updated_at = now() WHERE kid = $1",
      [kid],
    );
    return [`active ${kid}`];
  },
};

const retire: Task = {
  usage: "webhooks:retire_key[app_id,kid]",
  arity: [2, 2],
  async run(client, { values: [appId, kid = ""] }) {
    const { id } = await lockApplication(client, appId);
    const { state } = await lockKey(client, id, kid);
    if (state === "retired") return [`${kid} is retired already`];
    if (state !== "grace" && state !== "published") throw new TaskAborted(`${kid} is ${state} and cannot be retired`);
    await client.query(
      "UPDATE webhook_signing_keys SET state = 'retired', retired_at = now(), updated_at = now() WHERE kid = $1",
      [kid],
    );
    return [`retired ${kid}`];
  },
};

export const WEBHOOK_KEY_TASKS: Task[] = [compromise, publish, activate, retire];

/** Whoever changes an application's keys does so alone. */
export async function lockApplication(client: ClientBase, given: string | undefined) {
  const id = requireId(given, "OauthApplication");
  const { rowCount } = await client.query("SELECT 1 FROM oauth_applications WHERE id = $1 FOR UPDATE", [id]);
  if (rowCount !== 1) throw notFound("OauthApplication", id);
  // Whoever is not of the roster has no short name; its id will do in a kid.
  return { id, slug: ROSTER.find((party) => party.id === id)?.slug ?? `app-${id}` };
}

async function lockKey(client: ClientBase, applicationId: string, kid: string): Promise<{ state: string }> {
  const { rows } = await client.query<{ state: string }>(
    "SELECT state FROM webhook_signing_keys WHERE oauth_application_id = $1 AND kid = $2 FOR UPDATE",
    [applicationId, kid],
  );
  if (!rows[0])
    throw new TaskAborted(`ActiveRecord::RecordNotFound: Couldn't find WebhookSigningKey with 'kid'=${kid}`);
  return rows[0];
}

async function activeKid(client: ClientBase, applicationId: string): Promise<string> {
  const { rows } = await client.query<{ kid: string }>(
    "SELECT kid FROM webhook_signing_keys WHERE oauth_application_id = $1 AND state = 'active'",
    [applicationId],
  );
  if (!rows[0]) throw new TaskAborted("no key is active");
  return rows[0].kid;
}

async function enqueueCompromised(
  client: ClientBase,
  applicationId: string,
  { kid, successor }: { kid: string; successor: string },
): Promise<void> {
  const id = randomUUID();
  const type = "webhook_key.compromised";
  const payload = { id, type, occurred_at: new Date().toISOString(), data: { kid, replaced_by: successor } };
  await client.query(
    `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, signing_kid,
       enqueued_at, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, now(), now(), now())`,
    [applicationId, type, kid, id, JSON.stringify(payload), successor],
  );
}
