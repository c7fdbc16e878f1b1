import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CUSTOMERS } from "../../sandbox/clerk/seed/customers";
import { seededActiveKid } from "../../sandbox/identity-provider/seed/keys";
import { relyingParty } from "../../sandbox/relying-parties/roster";
import { SECRET_KEY, startTestClerk, type TestClerk } from "./clerk-harness";
import { startTestWorld, type TestWorld } from "./identity-provider-harness";

let world: TestWorld;
let clerk: TestClerk;
beforeAll(async () => {
  world = await startTestWorld();
  clerk = await startTestClerk("customers");
  await world.identityProvider.pause();
});
beforeEach(() => clerk.kernel.faults.clear());
afterAll(async () => {
  await clerk.close();
  await world.close();
});

const rows = async <T>(sql: string, values: unknown[] = []) =>
  (await world.database.owner.query(sql, values)).rows as T[];
const count = async (sql: string, values: unknown[] = []) =>
  Number((await rows<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, values))[0]?.n);
const states = async (app: string) =>
  Object.fromEntries(
    (
      await rows<{ kid: string; state: string }>(
        "SELECT kid, state FROM webhook_signing_keys WHERE oauth_application_id = $1",
        [app],
      )
    ).map(({ kid, state }) => [kid, state]),
  );
const published = async () => {
  const answer = await fetch(`${world.addresses.identityProvider}/.well-known/jwks.json`);
  return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};

async function run(task: string, env: Record<string, string> = {}): Promise<{ exitCode: number; text: string }> {
  const execution = await world.identityProvider.machine(["bin/rails", task], env);
  return {
    exitCode: execution?.exitCode ?? 127,
    text: execution?.lines.map(({ message }) => message).join("\n") ?? "",
  };
}

describe("webhooks:compromise", () => {
  test("revokes the key, lets another one sign, reassigns what is undelivered and tells the relying party once", async () => {
    const party = relyingParty("podo-games");
    const old = seededActiveKid(party);
    const undelivered =
      "webhook_outbox_entries WHERE oauth_application_id = $1 AND signing_kid = $2 AND delivered_at IS NULL";
    await rows(
      "UPDATE webhook_outbox_entries SET signing_kid = $2 WHERE oauth_application_id = $1 AND dlq_at IS NOT NULL",
      [party.id, old],
    );
    const waiting = await count(undelivered, [party.id, old]);
    expect(waiting).toBeGreaterThan(50);

    const { exitCode, text } = await run(`webhooks:compromise[${party.id},${old}]`);
    expect([exitCode, text]).toEqual([0, expect.stringContaining(`reassigned ${waiting} undelivered rows`)]);
    const now = await states(party.id);
    const successor = Object.keys(now).find((kid) => now[kid] === "active") ?? "";
    expect([now[old], successor === old]).toEqual(["compromised", false]);
    expect([await count(undelivered, [party.id, old]), await count(undelivered, [party.id, successor])]).toEqual([
      0,
      waiting + 1,
    ]);
    const event = "webhook_outbox_entries WHERE event_type = 'webhook_key.compromised' AND subject = $1";
    expect(await count(event, [old])).toBe(1);
    const kids = await published();
    expect([kids.includes(old), kids.includes(successor)]).toEqual([false, true]);

    expect((await run(`webhooks:compromise[${party.id},${old}]`)).exitCode).toBe(1);
    expect([await count(event, [old]), await states(party.id)]).toEqual([1, now]);
  });

  test("of a key in grace leaves the active one alone", async () => {
    const party = relyingParty("narae-air");
    const grace = Object.entries(await states(party.id)).find(([, state]) => state === "grace")?.[0];
    expect((await run(`webhooks:compromise[${party.id},${grace}]`)).exitCode).toBe(0);
    expect(await states(party.id)).toMatchObject({ [`${grace}`]: "compromised", [seededActiveKid(party)]: "active" });
  });

  test("of another relying party's key does nothing", async () => {
    const [one, other] = [relyingParty("eb"), relyingParty("norae")];
    const before = await states(other.id);
    const { exitCode, text } = await run(`webhooks:compromise[${one.id},${seededActiveKid(other)}]`);
    expect([exitCode, text]).toEqual([1, expect.stringContaining("RecordNotFound")]);
    expect(await states(other.id)).toEqual(before);
  });
});

describe("a planned rotation", () => {
  test("of a webhook key goes from published over active to the retirement of the old one, and never without one", async () => {
    const party = relyingParty("solbit");
    const old = seededActiveKid(party);
    const made = /published (\S+)/.exec((await run(`webhooks:publish_key[${party.id}]`)).text)?.[1] ?? "";
    expect((await run(`webhooks:publish_key[${party.id}]`)).exitCode).toBe(1);
    expect(await published()).toContain(made);
    expect((await run(`webhooks:retire_key[${party.id},${old}]`)).exitCode).toBe(1);
    for (const turn of ["active", "active already"]) {
      const { exitCode, text } = await run(`webhooks:activate_key[${party.id},${made}]`);
      expect([exitCode, text]).toEqual([0, expect.stringContaining(turn)]);
    }
    expect(await states(party.id)).toMatchObject({ [old]: "grace", [made]: "active" });
    expect((await run(`webhooks:retire_key[${party.id},${old}]`)).exitCode).toBe(0);
    expect(await published()).not.toContain(old);
    expect((await run(`webhooks:activate_key[${party.id},${old}]`)).exitCode).toBe(1);
  });

  test("of a token key signs with the new one, and the old one stays until it is retired", async () => {
    expect((await run("oidc:publish_key")).text).toContain("tok-3 is published already");
    expect((await run("oidc:activate_key[tok-3]")).exitCode).toBe(0);
    expect((await run("oidc:retire_key[tok-3]")).exitCode).toBe(1);
    expect(await published()).toEqual(expect.arrayContaining(["tok-2", "tok-3"]));
    expect((await run("oidc:retire_key[tok-2]")).exitCode).toBe(0);
    expect((await run("oidc:publish_key")).text).toBe("published tok-4");
    const kids = await published();
    expect([kids.includes("tok-2"), kids.includes("tok-4")]).toEqual([false, true]);
  });
});

test("a backfill brings a relying party every confirmed link, once", async () => {
  const { id } = relyingParty("eb");
  const missing = `identity_links link WHERE state = 'confirmed' AND NOT EXISTS (SELECT FROM identity_link_mirrors
    WHERE identity_link_id = link.id AND oauth_application_id = $1 AND acknowledged_at IS NOT NULL)`;
  await rows("DELETE FROM identity_link_mirrors WHERE oauth_application_id = $1 AND identity_link_id % 3 = 0", [id]);
  const before = await count(missing, [id]);
  expect(before).toBeGreaterThan(5);
  expect((await run(`webhooks:backfill_existing_links_to_rp[${id}]`)).text).toBe(`mirrored ${before} links`);
  expect(await count(missing, [id])).toBe(0);
  expect((await run(`webhooks:backfill_existing_links_to_rp[${id}]`)).text).toBe("mirrored 0 links");
  expect((await run("webhooks:backfill_existing_links_to_rp[999]")).exitCode).toBe(1);
});

test("a purge of user 12 leaves 120 and 1200 alone; a purge of all leaves nobody", async () => {
  const shown = async (id: number) => (await run(`identity:show_canonical[${id}]`)).text;
  const others = [await shown(120), await shown(1200)];
  expect((await run("identity:purge_canonical[12]")).text).toBe("purged 2 entries of user 12");
  expect(await shown(12)).toBe("no entry of user 12");
  expect([await shown(120), await shown(1200)]).toEqual(others);
  expect((await run("identity:purge_canonical_all")).exitCode).toBe(0);
  expect(await shown(120)).toBe("no entry of user 120");
});

describe("people:upsert_from_clerk", () => {
  const env = () => ({ CLERK_API_URL: clerk.url, CLERK_SECRET_KEY: SECRET_KEY });
  const ids = CUSTOMERS.slice(0, 3).map(({ id }) => id);
  const people = () =>
    rows<{ clerk_id: string; email: string }>(
      "SELECT clerk_id, email FROM users WHERE clerk_id = ANY($1) ORDER BY id",
      [ids],
    );

  test("adds who is missing, mends who is stale, and changes nothing the second time", async () => {
    const before = await people();
    await rows("DELETE FROM users WHERE clerk_id = $1", [ids[0]]);
    await rows("UPDATE users SET email = 'old@work.example' WHERE clerk_id = $1", [ids[1]]);
    const first = await run(`people:upsert_from_clerk[${ids.join(",")}]`, env());
    expect(first.text.split("\n")).toEqual([`inserted ${ids[0]}`, `updated ${ids[1]}`, `unchanged ${ids[2]}`]);
    expect((await people()).toSorted((a, b) => a.email.localeCompare(b.email))).toEqual(before);
    expect((await run(`people:upsert_from_clerk[${ids.join(",")}]`, env())).text).not.toMatch(/inserted|updated/);
  });

  test("writes nobody when Clerk does not know one of them, does not answer, or refuses the key", async () => {
    await rows("DELETE FROM users WHERE clerk_id = $1", [ids[0]]);
    const fails = async (list: string[], given = env()) => {
      const { exitCode, text } = await run(`people:upsert_from_clerk[${list.join(",")}]`, given);
      return [exitCode, /\d{3}|reached/.exec(text)?.[0]];
    };
    expect(await fails([ids[0] ?? "", "user_nobody"])).toEqual([1, "404"]);
    expect(await fails(ids, { ...env(), CLERK_SECRET_KEY: "sk_live_sandbox_wrong" })).toEqual([1, "401"]);
    clerk.kernel.faults.set("clerk-managed", { outage: true });
    expect(await fails(ids)).toEqual([1, "reached"]);
    expect(await people()).toHaveLength(2);
  });

  test("takes fifty at most", async () => {
    const many = Array.from({ length: 51 }, (_, place) => `user_${place}`);
    expect((await run(`people:upsert_from_clerk[${many.join(",")}]`, env())).text).toContain("ArgumentError");
  });
});
