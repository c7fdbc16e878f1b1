import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { keysView } from "@/lib/keys/queries/keys-view";
import { previewOperation } from "@/lib/operations/perform/preview";
import { codeOf, newRef } from "../support/acts";
import { control } from "../support/control";
import { hold } from "../support/databases";
import { KeyStage, readJwks, servedKids, signatureOf } from "../support/key-stage";
import { fetched, ringOf, statesOf, webhookKey } from "../support/keys";

let keys: KeyStage;
beforeAll(async () => {
  keys = await KeyStage.open();
});
beforeEach(() => keys.tasks.begin());
afterEach(() => keys.tasks.calm());
afterAll(() => keys.tasks.close());

const preview = async (operation: string, input: unknown) =>
  previewOperation(await keys.tasks.stage.cast.people.admin.actor(), newRef(), { operation, input });
const code = async (operation: string, input: unknown): Promise<string> => codeOf(await preview(operation, input));

describe("a planned rotation of a webhook key", () => {
  it("goes from publishing to retiring; each step is seen in the database and in the key set, and every delivery verifies", async () => {
    const { party, active: old } = await ringOf(keys.outbox);
    await keys.fetches(party);
    await keys.receives(party);
    const { id, code: published } = await keys.done("key.publish", { of: party });
    expect(published).toBe("succeeded");
    const kid = await keys.newest(party);
    expect([await keys.states(party), await servedKids()]).toEqual([
      ["active", "published"],
      expect.arrayContaining([old, kid]),
    ]);
    expect(await keys.rotation(id)).toMatchObject({ stage: "soaking", cancelable: true, newKey: { kid } });
    expect(await code("key.activate", { kid })).toBe("key_not_adopted");

    await keys.fetches(party);
    expect((await keys.done("key.activate", { kid })).code).toBe("succeeded");
    expect(await keys.states(party)).toEqual(["grace", "active"]);
    const [after, before] = [await keys.due(party, null), await keys.due(party, old)];
    await expect.poll(() => signatureOf(after), { timeout: 15_000 }).toEqual({ kid, genuine: true });
    await expect.poll(() => signatureOf(before), { timeout: 15_000 }).toEqual({ kid: old, genuine: true });
    expect(await keys.rotation(id)).toMatchObject({ stage: "draining", cancelable: false });
    expect(await code("key.retire", { kid: old })).toBe("key_too_early");

    await keys.graceOver(old, party);
    expect((await keys.done("key.retire", { kid: old })).code).toBe("succeeded");
    expect(await servedKids()).not.toContain(old);
    const { stage, rotation } = await keys.rotation(id);
    expect([stage, rotation.steps.map(({ act, state }) => `${act} ${state}`)]).toEqual([
      "done",
      ["publish succeeded", "activate succeeded", "retire succeeded"],
    ]);
    // What the retired key had signed verifies no more; what its successor signed does.
    expect([(await signatureOf(before)).genuine, (await signatureOf(after)).genuine]).toEqual([false, true]);
  });

  it("H-12: is taken back until the new key signs, and only goes forward from there", async () => {
    const { party, active, other } = await ringOf(keys.outbox, "published");
    const { id, code: ended } = await keys.done("key.retire", { kid: other });
    expect([ended, await keys.states(party)]).toEqual(["succeeded", ["active", "retired"]]);
    expect((await keys.rotation(id)).stage).toBe("canceled");
    const again = await keys.done("key.publish", { of: party });
    expect((await keys.rotation(again.id)).stage).toBe("soaking");
    const kid = await keys.newest(party);
    expect((await keys.done("key.retire", { kid })).code).toBe("succeeded");
    expect((await keys.rotation(again.id)).stage).toBe("canceled");
    expect([await code("key.retire", { kid: active }), await code("key.activate", { kid })]).toEqual([
      "key_wrong_state",
      "key_wrong_state",
    ]);
  });

  it("H-07: of two who publish at once one wins, and there is one new key", async () => {
    const { party } = await ringOf(keys.outbox);
    const asked = [
      await keys.tasks.ready("key.publish", { of: party }),
      await keys.tasks.ready("key.publish", { of: party }),
    ];
    const codes = await Promise.all(asked.map(async (each) => codeOf(await keys.tasks.stage.confirm(each))));
    expect(codes.toSorted()).toEqual(["ok", "task_under_way"]);
    await keys.tasks.followed();
    expect(await keys.states(party)).toEqual(["active", "published"]);
    expect(await code("key.publish", { of: party })).toBe("key_already_published");
  });

  it("H-04 H-14: does not sign before its soak is over, nor while somebody lacks the key, unless somebody says why", async () => {
    const { party, other } = await ringOf(keys.outbox, "published", { published: 100 });
    const early = await preview("key.activate", { kid: other, override: true });
    expect(early).toMatchObject({ ok: false, refusal: { code: "key_too_early" } });
    expect(early.ok || Date.parse(String(early.refusal.facts?.earliest))).toBeGreaterThan(Date.now() + 190_000);
    await fetched(keys.outbox, party, { kids: ["another"], secondsAgo: 0, cacheSeconds: 60 });
    expect(await code("key.activate", { kid: other })).toBe("key_not_adopted");
    const inSpite = await preview("key.activate", { kid: other, override: true });
    expect(inSpite).toMatchObject({ ok: true, value: { preview: { warnings: [{ key: "keys.breaks.readerUntil" }] } } });
  });

  it("H-14: is not retired while somebody lacks its successor or rows need it, and says who", async () => {
    const { party, active, other } = await ringOf(keys.outbox, "grace");
    expect(await code("key.retire", { kid: other })).toBe("ok");
    await fetched(keys.outbox, party, { kids: [other], secondsAgo: 0 });
    expect(await code("key.retire", { kid: other })).toBe("key_not_adopted");
    expect(await code("key.retire", { kid: other, override: true })).toBe("ok");
    expect((await keys.view(other)).ifRetired?.readers).toMatchObject([{ id: party }]);
    await keys.due(party, other);
    expect(await code("key.retire", { kid: other, override: true })).toBe("key_still_used");
    expect(await code("key.retire", { kid: active, override: true })).toBe("key_wrong_state");
  });

  it.each([-5, 5])(
    "H-13: with a clock of ours that is %i minutes off, both come as soon as without, and no sooner",
    async (minutes) => {
      const soon = await ringOf(keys.outbox, "published", { published: 200 });
      const settled = await ringOf(keys.outbox, "published", { published: 301 });
      const late = await ringOf(keys.outbox, "grace", { published: 900, activated: 800, graceUntil: -100 });
      const over = await ringOf(keys.outbox, "grace", { published: 900, activated: 800, graceUntil: 1 });
      const actor = await keys.tasks.stage.cast.people.admin.actor();
      const asked = async (operation: string, kid: string) =>
        codeOf(await previewOperation(actor, newRef(), { operation, input: { kid } }));
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
      try {
        expect([await asked("key.activate", soon.other), await asked("key.activate", settled.other)]).toEqual([
          "key_too_early",
          "ok",
        ]);
        expect([await asked("key.retire", late.other), await asked("key.retire", over.other)]).toEqual([
          "key_too_early",
          "ok",
        ]);
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it("is refused where the key set does not serve the key", async () => {
    const { other } = await ringOf(keys.outbox, "published");
    await keys.outbox.owner.query("UPDATE webhook_signing_keys SET retired_at = now() WHERE kid = $1", [other]);
    expect(await code("key.activate", { kid: other })).toBe("key_not_served");
  });
});

describe("keys as pages show them", () => {
  it("H-10: the key set says how long it may be kept, holds no private part, and agrees with the database", async () => {
    const jwks = await readJwks();
    expect(jwks.headers.get("cache-control")).toContain("max-age=");
    expect(await jwks.text()).not.toContain('"d":');
    const view = await keysView(await keys.tasks.stage.cast.people.manager.actor());
    const { party, active, other } = await ringOf(keys.outbox, "grace");
    expect(view.served).toMatchObject({ ok: true, value: { maxAgeSeconds: 300 } });
    await keys.outbox.owner.query("UPDATE webhook_signing_keys SET compromised_at = now() WHERE kid = $1", [other]);
    const { faults, rings } = await keysView(await keys.tasks.stage.cast.people.manager.actor());
    expect(faults).toContainEqual({ kid: other, fault: "not_served" });
    expect(faults.map(({ kid }) => kid)).not.toContain(active);
    expect(rings.find(({ of }) => of === party)?.keys.map(({ kid }) => kid)).toEqual([other, active]);
  });

  it("says of one key who has it, what waits with it, and when something signed with it arrived last", async () => {
    const { party, active } = await ringOf(keys.outbox);
    await webhookKey(keys.outbox, party, "retired");
    await keys.due(party, active);
    await keys.outbox.owner.query(
      "UPDATE webhook_outbox_entries SET delivered_at = now() WHERE oauth_application_id = $1 AND signing_kid IS NULL",
      [party],
    );
    const view = await keys.view(active);
    expect(view).toMatchObject({
      of: party,
      key: { state: "active", served: true, waiting: 1, dead: 0, next: null },
      adoption: [{ id: party, knows: "known", cacheSeconds: 300, cacheBy: "declared" }],
      compromise: null,
    });
    expect(Date.now() - Date.parse(view.key.lastDeliveredAt ?? "")).toBeLessThan(60_000);
    expect((await statesOf(keys.outbox, party)).length).toBe(2);
  });

  it("finds why a relying party refuses its key, and offers its dead letters once it has fetched", async () => {
    const { party, active } = await ringOf(keys.outbox);
    const refused = await keys.outbox.row({ relyingParty: party });
    await keys.outbox.change(
      refused.id,
      `last_status = 401, last_error = '401: unknown kid', signing_kid = '${active}'`,
    );
    await fetched(keys.outbox, party, { kids: ["older"], secondsAgo: 0 });
    expect((await keys.view(active)).mismatch).toMatchObject({ cause: "cache_allowed", refused: 1, mayReplay: false });
    await keys.outbox.owner.query(
      "UPDATE jwks_fetches SET fetched_at = fetched_at - interval '1 hour' WHERE oauth_application_id = $1",
      [party],
    );
    await fetched(keys.outbox, party, { kids: ["older"], secondsAgo: 400 });
    expect((await keys.view(active)).mismatch).toMatchObject({ cause: "cache_too_old", mayReplay: false });
    await keys.fetches(party, 300);
    expect((await keys.view(active)).mismatch).toMatchObject({ cause: "their_configuration", mayReplay: true });
  });

  it("says so where nobody could read whether its key is refused", async () => {
    const { active } = await ringOf(keys.outbox);
    expect(await keys.view(active)).toMatchObject({ mismatch: null, refusalsUnread: false });
    const held = await hold(keys.outbox.owner, "LOCK TABLE webhook_outbox_entries IN ACCESS EXCLUSIVE MODE");
    try {
      expect(await keys.view(active)).toMatchObject({ mismatch: null, refusalsUnread: true, uses: null });
    } finally {
      await held.release();
    }
  });
});

describe("the scenario kid-mismatch", () => {
  const norae = "17";
  const signing = async () => (await statesOf(keys.outbox, norae)).find(({ state }) => state === "active")?.kid ?? "";
  const shiftFetches = (by: string) =>
    keys.outbox.owner.query(
      "UPDATE jwks_fetches SET fetched_at = fetched_at + $2::interval WHERE oauth_application_id = $1",
      [norae, by],
    );

  it("is told with its cause, when it ends, and what it has cost; nothing is offered until the set was fetched", async () => {
    await control.startScenario("kid-mismatch");
    try {
      const active = await signing();
      const seen = async () => (await keys.view(active)).mismatch;
      await expect.poll(async () => (await seen())?.kids.includes(active), { timeout: 20_000 }).toBe(true);
      const mismatch = await seen();
      expect(mismatch).toMatchObject({
        kid: active,
        cause: "cache_allowed",
        checks: { answers: true, activeServed: true, fetchedSince: false },
        mayReplay: false,
      });
      expect(Date.parse(mismatch?.knownBy ?? "")).toBeGreaterThan(Date.now());
    } finally {
      await control.stopScenario("kid-mismatch");
    }
  });

  it("is the relying party's own where its copy outlives its promise; the board turns once it asks on an unknown kid", async () => {
    await control.startScenario("kid-mismatch");
    const { rows } = await keys.outbox.owner.query<{ newest: string }>(
      "SELECT max(id)::text AS newest FROM jwks_fetches",
    );
    await shiftFetches("-7 hours");
    try {
      await control.keepKeys("norae", { refetches: "never" });
      const active = await signing();
      const seen = async () => {
        const { adoption, mismatch } = await keys.view(active);
        return [adoption[0]?.knows, mismatch?.cause, mismatch?.mayReplay];
      };
      await expect.poll(seen, { timeout: 20_000 }).toEqual(["overdue", "cache_too_old", false]);
      await control.keepKeys("norae", { refetches: "on-unknown-kid" });
      await expect.poll(seen, { timeout: 20_000 }).toEqual(["known", "their_configuration", true]);
    } finally {
      await control.stopScenario("kid-mismatch");
      await control.usualKeys("norae");
      await keys.outbox.owner.query("DELETE FROM jwks_fetches WHERE oauth_application_id = $1 AND id > $2", [
        norae,
        rows[0]?.newest,
      ]);
      await shiftFetches("7 hours");
    }
  });
});

describe("keys that sign tokens", () => {
  const tokens = async () =>
    (await keys.outbox.owner.query<{ kid: string; state: string }>("SELECT kid, state FROM signing_keys ORDER BY id"))
      .rows;
  const one = async (state: string): Promise<string> => (await tokens()).find((key) => key.state === state)?.kid ?? "";

  it("are verified by everybody: one waits for whoever was never seen to fetch it, and none is retired that signs", async () => {
    const [active, published] = [await one("active"), await one("published")];
    expect(await code("key.publish", { of: "tokens" })).toBe("key_already_published");
    expect(await code("key.activate", { kid: published })).toBe("key_not_adopted");
    expect(await code("key.retire", { kid: active, override: true })).toBe("key_wrong_state");
    const inSpite = await preview("key.activate", { kid: published, override: true });
    expect(inSpite).toMatchObject({ ok: true, value: { preview: { subject: `OIDC ${published}` } } });
    expect(await code("key.activate", { kid: published, leaked: true })).toBe("ok");
  });

  it("are taken back before they sign, and published anew, by the key set that everybody reads", async () => {
    const [before, published] = [await tokens(), await one("published")];
    try {
      expect((await keys.done("key.retire", { kid: published })).code).toBe("succeeded");
      expect(await servedKids()).not.toContain(published);
      expect((await keys.done("key.publish", { of: "tokens" })).code).toBe("succeeded");
      expect(await servedKids()).toContain(await one("published"));
    } finally {
      const kept = [before.map(({ kid }) => kid)];
      await keys.outbox.owner.query("DELETE FROM signing_keys WHERE kid <> ALL ($1)", kept);
      await keys.outbox.owner.query(
        "DELETE FROM sandbox_vault.private_keys WHERE starts_with(kid, 'tok-') AND kid <> ALL ($1)",
        kept,
      );
      await keys.outbox.owner.query("UPDATE signing_keys SET state = 'published', retired_at = NULL WHERE kid = $1", [
        published,
      ]);
    }
  });
});
