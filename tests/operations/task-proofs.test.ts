import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isShownByTables, type TableProof } from "@/lib/tasks/queries/proof-in-tables";
import type { Person } from "../support/people";
import { Stage } from "../support/stage";

let stage: Stage;
let person: Person;
const made: { kids: string[]; tokenKids: string[]; users: string[]; links: string[] } = {
  kids: [],
  tokenKids: [],
  users: [],
  links: [],
};
beforeAll(async () => {
  stage = await Stage.open();
  person = stage.cast.people.responder;
});
afterAll(async () => {
  await query("DELETE FROM webhook_signing_keys WHERE kid = ANY ($1)", [made.kids]);
  await query("DELETE FROM signing_keys WHERE kid = ANY ($1)", [made.tokenKids]);
  await query("DELETE FROM identity_link_mirrors WHERE oauth_application_id = ANY ($1)", [made.links]);
  await query("DELETE FROM users WHERE clerk_id = ANY ($1)", [made.users]);
  await stage.close();
});

const query = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await stage.cast.outbox.owner.query(sql, values)).rows as Row[];
const shown = async (proof: TableProof, ...given: string[]): Promise<boolean | null> =>
  isShownByTables(await person.actor(), proof, given);

async function webhookKey(app: string, state: string): Promise<string> {
  const kid = `wk-${randomUUID()}`;
  await query(
    `INSERT INTO webhook_signing_keys (oauth_application_id, kid, algorithm, public_jwk, state, created_at, updated_at)
     VALUES ($1, $2, 'EdDSA', '{}', $3, now(), now())`,
    [app, kid, state],
  );
  made.kids.push(kid);
  return kid;
}

/** The relying party is told that a key was revoked. */
const toldOf = (app: string, kid: string) =>
  query(
    `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, enqueued_at, created_at, updated_at)
     VALUES ($1, 'webhook_key.compromised', $2, $3, '{}', now(), now(), now())`,
    [app, kid, randomUUID()],
  );

const become = (kid: string, state: string) =>
  query("UPDATE webhook_signing_keys SET state = $2 WHERE kid = $1", [kid, state]);

describe("a task of the catalogue is proved by the identity provider's own tables:", () => {
  it("a compromise, when the old key is revoked, another one signs, nothing waits with the old one, and it was told once", async () => {
    const app = await stage.cast.outbox.switchedOffParty();
    const old = await webhookKey(app, "active");
    await query("UPDATE webhook_outbox_entries SET signing_kid = $2 WHERE oauth_application_id = $1", [app, old]);
    const proved = () => shown("kid_compromised_and_replaced", app, old);
    expect(await proved()).toBe(false);
    await become(old, "compromised");
    expect(await proved()).toBe(false);
    const successor = await webhookKey(app, "active");
    expect(await proved()).toBe(false);
    await query("UPDATE webhook_outbox_entries SET signing_kid = $2 WHERE oauth_application_id = $1", [app, successor]);
    expect(await proved()).toBe(false);
    await toldOf(app, old);
    expect(await proved()).toBe(true);
    expect(await shown("kid_compromised_and_replaced", app, successor)).toBe(false);
    await toldOf(app, old);
    expect(await proved()).toBe(false);
  });

  it("a planned rotation of a webhook key, by the state of exactly that key of exactly that relying party", async () => {
    const [app, other] = [await stage.cast.outbox.switchedOffParty(), await stage.cast.outbox.switchedOffParty()];
    expect(await shown("webhook_key_published", app)).toBe(false);
    const kid = await webhookKey(app, "published");
    expect([await shown("webhook_key_published", app), await shown("webhook_key_published", other)]).toEqual([
      true,
      false,
    ]);
    expect(await shown("webhook_key_active", app, kid)).toBe(false);
    await become(kid, "active");
    expect([await shown("webhook_key_active", app, kid), await shown("webhook_key_active", other, kid)]).toEqual([
      true,
      false,
    ]);
    await become(kid, "retired");
    expect([await shown("webhook_key_retired", app, kid), await shown("webhook_key_active", app, kid)]).toEqual([
      true,
      false,
    ]);
  });

  it("a planned rotation of a token key, by the state of exactly that key", async () => {
    const kid = `tok-${randomUUID()}`;
    made.tokenKids.push(kid);
    await query("INSERT INTO signing_keys (kid, algorithm, public_jwk, state) VALUES ($1, 'EdDSA', '{}', 'retired')", [
      kid,
    ]);
    expect([await shown("token_key_retired", kid), await shown("token_key_active", kid)]).toEqual([true, false]);
    const published = await query("SELECT 1 FROM signing_keys WHERE state = 'published'");
    expect(await shown("token_key_published")).toBe(published.length > 0);
    const [active] = await query<{ kid: string }>("SELECT kid FROM signing_keys WHERE state = 'active'");
    expect(await shown("token_key_active", active?.kid ?? "")).toBe(true);
  });

  it("a backfill, when every confirmed link was sent to exactly that relying party", async () => {
    const app = await stage.cast.outbox.switchedOffParty();
    made.links.push(app);
    expect(await shown("links_mirrored", app)).toBe(false);
    await query(
      `INSERT INTO identity_link_mirrors (identity_link_id, oauth_application_id, sent_at)
       SELECT id, $1, now() FROM identity_links WHERE state = 'confirmed'`,
      [app],
    );
    expect(await shown("links_mirrored", app)).toBe(true);
  });

  it("people who were brought over, when all of them are there", async () => {
    const ids = [randomUUID(), randomUUID()].map((each) => `user_${each.replaceAll("-", "")}`);
    made.users.push(...ids);
    const add = (id = "") =>
      query("INSERT INTO users (clerk_id, email, created_at, updated_at) VALUES ($1, $2, now(), now())", [
        id,
        `${id}@customers.example`,
      ]);
    await add(ids[0]);
    expect(await shown("people_present", ...ids)).toBe(false);
    await add(ids[1]);
    expect([await shown("people_present", ...ids), await shown("people_present", ...ids, ids[0] ?? "")]).toEqual([
      true,
      true,
    ]);
  });
});
