import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { control } from "../support/control";
import { KeyStage, servedKids, signatureOf } from "../support/key-stage";
import { ringOf, statesOf } from "../support/keys";

let keys: KeyStage;
beforeAll(async () => {
  keys = await KeyStage.open();
});
beforeEach(() => keys.tasks.begin());
afterEach(() => keys.tasks.calm());
afterAll(() => keys.tasks.close());

const steps = ["publish", "fetch", "activate", "retire", "compromise", "crash", "deliver", "bind"] as const;
type Step = (typeof steps)[number];

/** One relying party, and everything that may happen to its keys. */
class Story {
  readonly party: string;
  compromises = 0;

  constructor(party: string) {
    this.party = party;
  }

  async kid(state: string): Promise<string | undefined> {
    return (await statesOf(keys.outbox, this.party)).find((key) => key.state === state)?.kid;
  }

  /** Asks as a person would: what is refused changes nothing. */
  async act(name: "key.activate" | "key.retire" | "key.compromise", kid: string | undefined): Promise<string> {
    if (kid === undefined || (await keys.tasks.preview(name, { kid })) !== "ok") return "refused";
    return (await keys.done(name, { kid })).code;
  }

  async play(step: Step): Promise<void> {
    const active = (await this.kid("active")) ?? "";
    switch (step) {
      case "publish":
        if ((await keys.tasks.preview("key.publish", { of: this.party })) === "ok")
          expect((await keys.done("key.publish", { of: this.party })).code).toBe("succeeded");
        return;
      case "fetch":
        return keys.fetches(this.party);
      case "activate":
        return void (await this.act("key.activate", await this.kid("published")));
      case "retire": {
        const old = await this.kid("grace");
        if (old) await keys.graceOver(old, this.party);
        return void (await this.act("key.retire", old));
      }
      case "compromise":
        this.compromises += 1;
        expect(await this.act("key.compromise", active)).toBe("succeeded");
        return;
      case "crash": {
        this.compromises += 1;
        await control.setFault("render/run-job", { answerLost: true });
        const { id, code } = await keys.tasks.run("key.compromise", { kid: active });
        await control.clearFaults();
        expect(code).toBe("outcome_unknown");
        await keys.tasks.jobsEnded();
        expect(await keys.tasks.reconcile(id)).toBe("ok");
        return;
      }
      case "deliver": {
        const row = await keys.due(this.party, null);
        await expect.poll(() => signatureOf(row), { timeout: 15_000 }).toEqual({ kid: active, genuine: true });
        return;
      }
      case "bind":
        await keys.outbox.change((await keys.outbox.row({ relyingParty: this.party })).id, `signing_kid = '${active}'`);
        return;
    }
  }

  async expectSound(): Promise<void> {
    const all = await statesOf(keys.outbox, this.party);
    const named = new Map(all.map(({ kid, state }) => [kid, state]));
    expect(named.size).toBe(all.length);
    expect(all.filter(({ state }) => state === "active")).toHaveLength(1);
    const served = (await servedKids()).filter((kid) => named.has(kid)).toSorted();
    const wanted = all.filter(({ state }) => ["published", "active", "grace"].includes(state));
    expect(served).toEqual(wanted.map(({ kid }) => kid).toSorted());
    const { rows } = await keys.outbox.owner.query<{ kid: string; events: number }>(
      `SELECT DISTINCT signing_kid AS kid FROM webhook_outbox_entries
        WHERE oauth_application_id = $1 AND delivered_at IS NULL AND signing_kid IS NOT NULL`,
      [this.party],
    );
    for (const { kid } of rows) expect(["active", "grace"]).toContain(named.get(kid));
    const events = await keys.outbox.owner.query(
      "SELECT 1 FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND event_type = 'webhook_key.compromised'",
      [this.party],
    );
    expect(events.rowCount).toBe(this.compromises);
  }
}

describe("H-15: keys of one relying party, in whatever order they are published, used, retired and revoked,", () => {
  const orders = fc.sample(fc.array(fc.constantFrom(...steps), { minLength: 9, maxLength: 12 }), {
    seed: 20_261_129,
    numRuns: 3,
  });
  it.each(orders.map((order) => [order.join(" "), order] as const))(
    "%s: one signs, and nothing else is left",
    async (_name, order) => {
      const { party } = await ringOf(keys.outbox);
      await keys.receives(party);
      await keys.fetches(party);
      const story = new Story(party);
      for (const step of order) {
        await story.play(step);
        await story.expectSound();
      }
    },
  );
});
