import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { drillCompromise } from "@/lib/keys/queries/drill";
import { control } from "../support/control";
import type { OutboxRow } from "../support/deliveries";
import { KeyStage, pollJwks, servedKids, signatureOf } from "../support/key-stage";
import { ringOf } from "../support/keys";
import { rowsOfEverything } from "../support/snapshots";

let keys: KeyStage;
beforeAll(async () => {
  keys = await KeyStage.open();
});
beforeEach(() => keys.tasks.begin());
afterEach(() => keys.tasks.calm());
afterAll(() => keys.tasks.close());

const events = async (party: string) =>
  (
    await keys.outbox.owner.query<{ subject: string; kid: string }>(
      `SELECT subject, signing_kid AS kid FROM webhook_outbox_entries
        WHERE oauth_application_id = $1 AND event_type = 'webhook_key.compromised'`,
      [party],
    )
  ).rows;

/** Which keys these rows are to be signed with. */
const kidsOf = async (...rows: OutboxRow[]): Promise<string[]> =>
  (
    await keys.outbox.owner.query<{ kid: string }>(
      "SELECT DISTINCT signing_kid AS kid FROM webhook_outbox_entries WHERE id = ANY ($1)",
      [rows.map(({ id }) => id)],
    )
  ).rows.map(({ kid }) => kid);

/** Does the work while whoever comes so far with this relying party's keys or rows loses the connection in the middle. */
async function whileWhoeverDies<T>(
  dies: string,
  { party, row }: { party: string; row: string },
  work: () => Promise<T>,
): Promise<T> {
  const { owner } = keys.outbox;
  const [, table] = dies.split(" ON ");
  const which = dies === "BEFORE UPDATE ON webhook_outbox_entries" ? `NEW.id = ${row}` : "true";
  await owner.query(`
    CREATE FUNCTION dies_here() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NEW; END';
    CREATE TRIGGER dies_here ${dies} FOR EACH ROW WHEN (NEW.oauth_application_id = ${party} AND ${which})
      EXECUTE FUNCTION dies_here()`);
  try {
    return await work();
  } finally {
    await owner.query(`DROP TRIGGER dies_here ON ${table}; DROP FUNCTION dies_here()`);
  }
}

describe("key.compromise", () => {
  it("revokes and replaces at once, is verified in database and key set, pages every admin, and owes a review", async () => {
    const { party, active: old } = await ringOf(keys.outbox);
    await keys.receives(party);
    const { id, code } = await keys.done("key.compromise", { kid: old });
    expect([code, await keys.states(party)]).toEqual(["succeeded", ["compromised", "active"]]);
    const successor = await keys.newest(party);
    const served = await servedKids();
    expect([served.includes(old), served.includes(successor)]).toEqual([false, true]);
    expect(await events(party)).toEqual([{ subject: old, kid: successor }]);
    expect(await keys.tasks.query("SELECT 1 AS one FROM reviews WHERE subject_id = $1", [id])).toEqual([{ one: 1 }]);
    const paged = await keys.tasks.query<{ urgency: string }>(
      "SELECT urgency FROM notices WHERE kind = 'emergency.ran' AND dedup_key LIKE '%' || $1 || '%'",
      [id],
    );
    expect(paged).toEqual([{ urgency: "page" }]);
    const row = await keys.due(party, null);
    await expect.poll(() => signatureOf(row), { timeout: 15_000 }).toEqual({ kid: successor, genuine: true });
    expect((await keys.view(old)).compromise).toMatchObject({ code: "key_wrong_state" });
  });

  it("H-09: polled without a pause, the key set never lacks both the revoked key and its successor", async () => {
    const { party, active: old } = await ringOf(keys.outbox);
    const polling = pollJwks((kid) => kid === old || kid.startsWith(`whk-app-${party}-`));
    const { code } = await keys.done("key.compromise", { kid: old });
    const seen = await polling.stop();
    expect(code).toBe("succeeded");
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.filter((kids) => kids.length !== 1)).toEqual([]);
    const turned = seen.findIndex(([kid]) => kid !== old);
    expect(seen.slice(turned).flat()).not.toContain(old);
  });

  it("reassigns what is undelivered, waiting and dead, so that nothing is left with the revoked key", async () => {
    const { party, active: old } = await ringOf(keys.outbox);
    const [waiting, dead] = [await keys.due(party, old), await keys.outbox.row({ relyingParty: party })];
    await keys.outbox.change(dead.id, `signing_kid = '${old}'`);
    const preview = await drillCompromise(await keys.tasks.stage.cast.people.responder.actor(), old);
    expect(preview).toMatchObject({ rows: { waiting: 1, dead: 1 }, refusal: null });
    expect((await keys.done("key.compromise", { kid: old })).code).toBe("succeeded");
    expect(await kidsOf(waiting, dead)).toEqual([await keys.newest(party)]);
  });

  it("H-08: wins over a planned rotation, which is over then", async () => {
    const { party, active: old } = await ringOf(keys.outbox);
    const { id } = await keys.done("key.publish", { of: party });
    expect((await keys.done("key.compromise", { kid: old })).code).toBe("succeeded");
    expect(await keys.states(party)).toEqual(["compromised", "published", "active"]);
    expect((await keys.rotation(id)).stage).toBe("overtaken");
  });

  it("H-06: whose answer is lost is found by looking: one new key, one event", async () => {
    const { party, active: old } = await ringOf(keys.outbox);
    await control.setFault("render/run-job", { answerLost: true });
    const { id, code } = await keys.tasks.run("key.compromise", { kid: old });
    expect(code).toBe("outcome_unknown");
    await control.clearFaults();
    await keys.tasks.jobsEnded();
    expect(await keys.tasks.reconcile(id)).toBe("ok");
    expect((await keys.tasks.card(id)).state).toBe("succeeded");
    expect([await keys.states(party), (await events(party)).length]).toEqual([["compromised", "active"], 1]);
  });

  it.each([
    { place: "before the key is revoked", dies: "BEFORE UPDATE ON webhook_signing_keys" },
    { place: "before its successor is there", dies: "BEFORE INSERT ON webhook_signing_keys" },
    { place: "after its successor is there", dies: "AFTER INSERT ON webhook_signing_keys" },
    { place: "halfway through the undelivered rows", dies: "BEFORE UPDATE ON webhook_outbox_entries" },
    { place: "before the event", dies: "BEFORE INSERT ON webhook_outbox_entries" },
    { place: "after the event", dies: "AFTER INSERT ON webhook_outbox_entries" },
  ])("H-06: whose task dies $place has changed nothing, and is run again to the same end", async ({ dies }) => {
    const { party, active: old } = await ringOf(keys.outbox);
    const [waiting, dead] = [await keys.due(party, old), await keys.outbox.row({ relyingParty: party })];
    await keys.outbox.change(dead.id, `signing_kid = '${old}'`);
    const found = async () => ({
      keys: await keys.states(party),
      events: (await events(party)).length,
      kids: await kidsOf(waiting, dead),
    });
    const { code } = await whileWhoeverDies(dies, { party, row: dead.id }, () =>
      keys.done("key.compromise", { kid: old }),
    );
    expect(code).toBe("failed");
    expect(await found()).toEqual({ keys: ["active"], events: 0, kids: [old] });
    expect((await keys.done("key.compromise", { kid: old })).code).toBe("succeeded");
    const successor = await keys.newest(party);
    expect(await found()).toEqual({ keys: ["compromised", "active"], events: 1, kids: [successor] });
  });

  it("is not taken for done while the key set can't be seen to agree", async () => {
    const { active: old } = await ringOf(keys.outbox);
    const { id } = await keys.tasks.run("key.compromise", { kid: old });
    await control.setFault("identity-provider/jwks", { status: 503 });
    await keys.tasks.followed();
    expect((await keys.tasks.card(id)).state).toBe("running");
    await control.clearFaults();
    await keys.tasks.pass();
    expect((await keys.tasks.card(id)).state).toBe("succeeded");
  });

  it("of a key that signs tokens is refused: there is no such task", async () => {
    const { rows } = await keys.outbox.owner.query<{ kid: string }>(
      "SELECT kid FROM signing_keys WHERE state = 'active'",
    );
    expect(await keys.tasks.preview("key.compromise", { kid: rows[0]?.kid })).toBe("key_task_missing");
    expect(await keys.tasks.preview("key.compromise", { kid: "no-such-key" })).toBe("key_not_found");
  });
});

describe("a drill of a compromise", () => {
  it("tells its rows, who might refuse, and its time by what was measured, and changes nothing", async () => {
    const { party, active } = await ringOf(keys.outbox);
    await keys.receives(party);
    const manager = await keys.tasks.stage.cast.people.manager.actor();
    const before = await rowsOfEverything(keys.tasks.stage.cast.own.owner);
    const drill = await drillCompromise(manager, active);
    expect(await rowsOfEverything(keys.tasks.stage.cast.own.owner)).toEqual(before);
    expect(drill).toMatchObject({ rows: { dead: 0, waiting: 0 }, refusal: null });
    expect(drill.refusers).toMatchObject([{ id: party, copy: "held", until: expect.any(String) }]);
    expect(drill.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual([
      "host true",
      "tables true",
      "proof true",
      "set true",
    ]);
    expect((await keys.view(active)).key.state).toBe("active");
  });

  it("says what the last real one took, from its confirmation until it was seen to be done, as its own outcome does", async () => {
    const [{ active: old }, { active }] = [await ringOf(keys.outbox), await ringOf(keys.outbox)];
    const { id } = await keys.done("key.compromise", { kid: old });
    const { last } = await drillCompromise(await keys.tasks.stage.cast.people.manager.actor(), active);
    expect(last).toEqual({ requestId: id, at: expect.any(String), seconds: expect.any(Number) });
    const values = { seconds: last?.seconds };
    expect((await keys.tasks.card(id)).outcome).toMatchObject({ summary: { key: "tasks.provedIn", values } });
  });
});
