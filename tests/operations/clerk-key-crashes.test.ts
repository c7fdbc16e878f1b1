import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dashboardKey, deleteKey, fingerprintOf, firstKeyAgain, goodKeys, managedKey } from "../support/clerk-keys";
import { ClerkStage } from "../support/clerk-stage";
import { control, type Fault } from "../support/control";
import { committedValue } from "../support/host";

const hosted = ["accounts", "storefront"];
let clerk: ClerkStage;
let old: string;
let before: string[];

beforeAll(async () => {
  clerk = await ClerkStage.open();
  await clerk.query("CREATE SEQUENCE writes");
  await diesAt(0);
  for (const table of ["clerk_key_rotations", "clerk_key_consumers", "clerk_key_steps"])
    await clerk.query(
      `CREATE TRIGGER dies BEFORE INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION dies()`,
    );
});
beforeEach(async () => {
  await control.clearFaults();
  await diesAt(0);
  await clerk.uses(hosted);
  await clerk.deployed(hosted);
  [old, before] = [await clerk.reports("accounts"), await goodKeys()];
});
afterAll(async () => {
  await control.clearFaults();
  await firstKeyAgain(hosted);
  await clerk.stage.close();
});

/** From now on the n-th write of a run is its last: nothing after it happens. A sequence counts also what is rolled back. */
async function diesAt(place: number): Promise<void> {
  await clerk.query("SELECT setval('writes', 1, false)");
  await clerk.query(
    `CREATE OR REPLACE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN IF nextval('writes') = ${place} THEN RAISE EXCEPTION 'died'; END IF; RETURN NULL; END $$`,
  );
}

/** Whatever happened before: one new key was made, every app uses it, and the old one is good and may be let go now, not sooner. */
async function expectTheEnd(): Promise<void> {
  await clerk.deployed(hosted);
  const made = (await goodKeys()).filter((key) => !before.includes(key));
  expect(made).toHaveLength(1);
  const [fresh] = made;
  expect([await clerk.current("accounts"), await clerk.current("storefront")]).toEqual([fresh, fresh]);
  expect([await clerk.reports("accounts"), await clerk.reports("storefront")]).toEqual([fresh, fresh]);
  expect(await goodKeys()).toContain(old);
  expect(await clerk.view(old)).toMatchObject({ stage: "ready", rotation: { newFingerprint: fresh } });
  expect(await clerk.preview("clerk-key.release", { fingerprint: old, lastUsedSeen: true })).toBe("ok");
}

const mayGo = () => clerk.preview("clerk-key.release", { fingerprint: old, lastUsedSeen: true });

describe("a run that dies", () => {
  it("at any of its writes leaves the old key good, and the next run ends as if there had been one, with one new key", async () => {
    let place = 1;
    for (; ; place += 1) {
      await clerk.uses(hosted);
      [old, before] = [await clerk.reports("accounts"), await goodKeys()];
      await diesAt(place);
      const { id, code } = await clerk.replace(old);
      await diesAt(0);
      if (code === "ok") break;
      expect([place, code, await clerk.stateOf(id)]).toEqual([place, "outcome_unknown", "unknown"]);
      expect(await goodKeys()).toContain(old);
      await clerk.later();
      const again = await clerk.preview("clerk-key.replace", { fingerprint: old });
      // Nothing was left to do where it died only when letting go.
      if (again === "ok") {
        expect(await mayGo()).not.toBe("ok");
        expect((await clerk.replace(old)).code).toBe("ok");
      } else expect([again, await clerk.reconcile(id)]).toEqual(["nothing_to_change", "ok"]);
      await expectTheEnd();
    }
    // Begun and held 3, which instance 1, asked 1, made 2, each app set and deployed 4, let go 1.
    expect(place - 1).toBeGreaterThanOrEqual(16);
  }, 300_000);

  const cut: [string, Fault, string][] = [
    ["clerk-managed/rotate", { answerLost: true }, "a key was made and nobody heard it"],
    ["render/write-env", { answerLost: true }, "variables are set and nobody heard it"],
    ["render/deploy", { answerLost: true }, "deploys began and nobody heard it"],
    ["render/write-env", { status: 429 }, "the host wants no more"],
    ["render/deploy", { status: 500 }, "no deploy begins"],
  ];
  it.each(cut)("where %s answers %o: %s, and the next run does the rest", async (neighbour, fault) => {
    await control.setFault(neighbour, fault);
    expect((await clerk.replace(old)).code).not.toBe("ok");
    await control.clearFaults();
    expect(await goodKeys()).toContain(old);
    expect(await mayGo()).not.toBe("ok");
    await clerk.later();
    expect((await clerk.replace(old)).code).toBe("ok");
    await expectTheEnd();
  });

  it("asks for no other key while a call that was not answered may still take effect", async () => {
    await control.setFault("clerk-managed/rotate", { answerLost: true });
    await clerk.replace(old);
    await control.clearFaults();
    const made = (await goodKeys()).filter((key) => !before.includes(key));
    expect(made).toHaveLength(1);
    // As if what that call makes were not shown yet.
    await deleteKey(made[0] ?? "");
    expect((await clerk.replace(old)).code).toBe("clerk_key_settling");
    expect(await goodKeys()).toEqual(before);
    await clerk.later();
    expect((await clerk.replace(old)).code).toBe("ok");
    await expectTheEnd();
  });
});

it("where somebody has deleted the old key in a panic, a pasted one is tried against what browsers get", async () => {
  await deleteKey(fingerprintOf(managedKey()));
  expect((await clerk.replace(old)).code).toBe("clerk_key_no_witness");
  const fresh = await dashboardKey();
  const { commitment, confided } = committedValue(fresh);
  const input = { fingerprint: old, newFingerprint: fingerprintOf(fresh), commitment };
  expect((await clerk.run("clerk-key.adopt", input, confided)).code).toBe("ok");
  expect([await clerk.held("accounts"), await clerk.held("storefront")]).toEqual([fresh, fresh]);
});
