import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { codeOf } from "../support/acts";
import {
  answerTo,
  canary,
  dashboardKey,
  deadKey,
  deleteKey,
  fingerprintOf,
  firstKeyAgain,
  goodKeys,
  managedKey,
} from "../support/clerk-keys";
import { ClerkStage } from "../support/clerk-stage";
import { control } from "../support/control";
import { hold, isWaiting } from "../support/databases";
import { committedValue } from "../support/host";

const hosted = ["accounts", "storefront"];
let clerk: ClerkStage;
let old: string;

beforeAll(async () => {
  clerk = await ClerkStage.open();
});
/** Each test replaces the key that apps use by then. */
beforeEach(async () => {
  await control.clearFaults();
  await clerk.uses(hosted);
  await clerk.deployed(hosted);
  old = await clerk.reports("accounts");
});
afterAll(async () => {
  await control.clearFaults();
  await firstKeyAgain(hosted);
  await clerk.stage.close();
});

const columnsThatHold = async (text: string): Promise<string[]> => {
  const tables = await clerk.query<{ name: string }>(
    "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  );
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await clerk.query(`SELECT 1 FROM ${name} AS row WHERE row::text LIKE $1 LIMIT 1`, [`%${text}%`]);
      return rows.length > 0 ? [name] : [];
    }),
  );
  expect(tables.length).toBeGreaterThan(40);
  return found.flat();
};

describe("a replacement", () => {
  it("H-16: gives every app the new key while the old one is good, and lets the old one go when each reports the new one", async () => {
    const before = await goodKeys();
    expect((await clerk.replace(old)).code).toBe("ok");
    const fresh = await clerk.current("accounts");
    expect((await goodKeys()).filter((key) => !before.includes(key))).toEqual([fresh]);
    expect(await clerk.current("storefront")).toBe(fresh);
    expect(await clerk.held("accounts")).toContain(canary);
    expect(await clerk.view(old)).toMatchObject({ stage: "spreading", goesOn: false });
    expect(await clerk.preview("clerk-key.release", { fingerprint: old, lastUsedSeen: true })).toBe(
      "clerk_key_consumer_behind",
    );
    await clerk.deployed(hosted);
    expect(await clerk.view(old)).toMatchObject({ stage: "ready", rotation: { newFingerprint: fresh } });
    expect(await clerk.preview("clerk-key.replace", { fingerprint: old })).toBe("nothing_to_change");
    expect((await clerk.release(old)).code).toBe("ok");
    expect([await goodKeys(), await clerk.preview("clerk-key.replace", { fingerprint: old })]).toEqual([
      [fresh, ...before],
      "clerk_key_wrong_stage",
    ]);
  });

  it("H-11: shows the new key to nobody: no table, record, answer or second confirmation holds it", async () => {
    await clerk.replace(old);
    const secret = await clerk.held("accounts");
    expect(secret.startsWith(canary)).toBe(true);
    expect(await columnsThatHold(canary)).toEqual([]);
    expect(await columnsThatHold(fingerprintOf(secret))).toContain("public.clerk_key_rotations");
    expect(JSON.stringify(clerk.stage.answers)).not.toContain(canary);
    expect(JSON.stringify(await clerk.view(old))).not.toContain(canary);
  });

  it("H-16: stops where one app can't be reached: nothing is revoked, the other goes on, and the next round does the rest", async () => {
    await control.setFault("render/write-env", { status: 500 });
    const { code, id } = await clerk.replace(old);
    expect([code, await clerk.stateOf(id)]).toEqual(["clerk_key_consumer_failed", "failed"]);
    expect((await clerk.view(old)).consumers.map(({ state }) => state)).toEqual(["failed", "failed"]);
    await control.clearFaults();
    const made = (await clerk.view(old)).rotation?.newFingerprint;
    expect(await goodKeys()).toEqual(expect.arrayContaining([old, made]));
    const others = fingerprintOf(await dashboardKey());
    expect((await clerk.replace(old)).code).toBe("clerk_key_unreadable");
    await deleteKey(others);
    expect((await clerk.replace(old)).code).toBe("ok");
    expect([await clerk.current("accounts"), await clerk.current("storefront")]).toEqual([made, made]);
  });

  it("H-16: does not let the old key go while a deploy failed, or while an app does not answer", async () => {
    await clerk.breaks("storefront");
    await clerk.replace(old);
    await clerk.deployed(hosted);
    await clerk.mends("storefront");
    expect([await clerk.reports("storefront"), await clerk.reports("accounts")]).toEqual([
      old,
      await clerk.current("accounts"),
    ]);
    const release = () => clerk.preview("clerk-key.release", { fingerprint: old, lastUsedSeen: true });
    expect(await release()).toBe("clerk_key_consumer_behind");
    await clerk.query("UPDATE clerk_key_consumers SET deploy_asked_at = deploy_asked_at - interval '2 minutes'");
    expect((await clerk.replace(old)).code).toBe("ok");
    await clerk.deployed(hosted);
    await control.setFault("target-apps/storefront", { status: 503 });
    expect(await release()).toBe("clerk_key_consumer_behind");
    await control.clearFaults();
    await control.setFault("clerk-managed/backend", { outage: true });
    expect(await release()).not.toBe("ok");
    await control.clearFaults();
    expect(await release()).toBe("ok");
  });

  it("does not let the old key go while an instance from before the deploy runs, or when somebody made yet another key", async () => {
    await clerk.replace(old);
    await clerk.deployed(hosted);
    const release = () => clerk.preview("clerk-key.release", { fingerprint: old, lastUsedSeen: true });
    expect(await release()).toBe("ok");
    await clerk.query(
      "UPDATE clerk_key_consumers SET known_instances = known_instances || $1::text[] WHERE app_id = 'accounts'",
      [await clerk.running("accounts")],
    );
    expect(await release()).toBe("clerk_key_consumer_behind");
    await clerk.query("UPDATE clerk_key_consumers SET known_instances = '{}'");
    const others = fingerprintOf(await dashboardKey());
    expect(await release()).toBe("clerk_key_unreadable");
    await deleteKey(others);
    expect(await release()).toBe("ok");
  });
});

it("is not released where something of it changes in the moment after the last look", async () => {
  await clerk.replace(old);
  await clerk.deployed(hosted);
  const request = await clerk.ready("clerk-key.release", old, { lastUsedSeen: true });
  const { owner } = clerk.stage.cast.own;
  const held = await hold(owner, "UPDATE clerk_key_rotations SET version = version + 1");
  try {
    const ended = clerk.stage.confirm(request);
    await expect.poll(() => isWaiting(owner, "sallyport-console")).toBe(true);
    await held.release();
    expect(codeOf(await ended)).toBe("target_changed");
  } finally {
    await held.release();
  }
  expect(await clerk.view(old)).toMatchObject({ stage: "ready", rotation: { releasedAt: null } });
});

describe("a key that was made in the dashboard", () => {
  const given = (fresh: string) => ({
    input: {
      fingerprint: old,
      newFingerprint: fingerprintOf(fresh),
      commitment: "",
    },
    ...committedValue(fresh),
  });
  const adopt = (fresh: string) => {
    const { input, commitment, confided } = given(fresh);
    return clerk.run("clerk-key.adopt", { ...input, commitment }, confided);
  };

  it("is tried before any app gets it: one that has ended is set nowhere", async () => {
    const held = await clerk.held("accounts");
    expect((await adopt(deadKey())).code).toBe("clerk_key_dead");
    expect(await clerk.held("accounts")).toBe(held);
    expect(await clerk.view(old)).toMatchObject({ stage: "making", rotation: { newFingerprint: null } });
  });

  it("of another instance is set nowhere, whether or not our own key can say which instance is ours", async () => {
    await clerk.run("clerk-key.replace", { fingerprint: old });
    await clerk.query("UPDATE clerk_key_rotations SET instance_id = 'ins_of_somebody'");
    const fresh = await dashboardKey();
    expect((await adopt(fresh)).code).toBe("clerk_key_foreign");
    await clerk.query("UPDATE clerk_key_rotations SET instance_id = NULL");
    expect((await adopt(fresh)).code).toBe("ok");
  });

  it("takes the place of one that was set before, and of a value that was not committed to nothing is done", async () => {
    const [first, second] = [await dashboardKey(), await dashboardKey()];
    expect((await adopt(first)).code).toBe("ok");
    const { input, commitment } = given(second);
    const other = committedValue(first).confided;
    expect((await clerk.run("clerk-key.adopt", { ...input, commitment }, other)).code).toBe("value_not_committed");
    expect(await clerk.held("accounts")).toBe(first);
    expect((await adopt(second)).code).toBe("ok");
    expect([await clerk.held("accounts"), await clerk.held("storefront")]).toEqual([second, second]);
    expect(await columnsThatHold(canary)).toEqual([]);
  });

  it("can't be the old one itself", async () => {
    const input = { fingerprint: old, newFingerprint: old, commitment: "A".repeat(43) };
    expect(await clerk.preview("clerk-key.adopt", input)).toBe("clerk_key_unchanged");
  });
});

describe("whom nobody can see", () => {
  it("is vouched for once the new key is there, and never against what it reports itself", async () => {
    await clerk.uses(["accounts", "support-desk"]);
    const vouch = (app: string) => clerk.preview("clerk-key.vouch", { fingerprint: old, app });
    expect(await vouch("support-desk")).toBe("clerk_key_wrong_stage");
    await clerk.replace(old);
    await clerk.deployed(["accounts", "support-desk"]);
    await clerk.query("UPDATE apps SET render_service_id = NULL WHERE id = 'accounts'");
    expect([await vouch("accounts"), await vouch("support-desk")]).toEqual(["clerk_key_wrong_stage", "ok"]);
    expect((await clerk.run("clerk-key.vouch", { fingerprint: old, app: "support-desk" })).code).toBe("ok");
    expect(await clerk.view(old)).toMatchObject({ stage: "ready" });
    await firstKeyAgain(["accounts"]);
    await clerk.query("UPDATE clerk_key_rotations SET old_fingerprint = $1", [fingerprintOf(managedKey())]);
    expect(await clerk.preview("clerk-key.vouch", { fingerprint: fingerprintOf(managedKey()), app: "accounts" })).toBe(
      "clerk_key_wrong_stage",
    );
  });
});

describe("the end of the old key", () => {
  it("is seen only where it was released, deleted, and answers 401; the key that is given for that is kept nowhere", async () => {
    // The console's own key is left alone: the one that apps use by now is another.
    await clerk.replace(old);
    await clerk.deployed(hosted);
    const [second, secret] = [await clerk.reports("accounts"), await clerk.held("accounts")];
    await clerk.uses(hosted);
    await clerk.replace(second);
    await clerk.deployed(hosted);
    const { commitment, confided } = committedValue(secret);
    const close = () => clerk.run("clerk-key.close", { fingerprint: second, commitment }, confided);
    expect(await clerk.preview("clerk-key.close", { fingerprint: second, commitment })).toBe("clerk_key_wrong_stage");
    expect((await clerk.release(second)).code).toBe("ok");
    expect(await clerk.preview("clerk-key.close", { fingerprint: second })).toBe("clerk_key_not_held");
    expect((await close()).code).toBe("clerk_key_still_answers");
    const another = await clerk.run(
      "clerk-key.close",
      { fingerprint: second, commitment },
      committedValue("x").confided,
    );
    expect(another.code).toBe("value_not_committed");
    await deleteKey(second);
    await control.setFault("clerk-managed/backend", { status: 500 });
    expect((await close()).code).toBe("clerk_unreachable");
    await control.clearFaults();
    expect((await close()).code).toBe("ok");
    expect([await answerTo(secret), await answerTo(managedKey())]).toEqual([401, 200]);
    expect(await clerk.view(second)).toMatchObject({ stage: "ended" });
    expect(await columnsThatHold(canary)).toEqual([]);
  });

  it("that comes by itself is said, and can be checked without a release", async () => {
    await clerk.replace(old);
    await clerk.query("UPDATE clerk_key_rotations SET old_ends_at = now() - interval '1 second'");
    expect(await clerk.view(old)).toMatchObject({ lapsed: true, stage: "spreading" });
    const { commitment } = committedValue("sk_live_x");
    expect(await clerk.preview("clerk-key.close", { fingerprint: old, commitment })).toBe("ok");
  });
});

it("a key that nobody is seen to use has nothing to be replaced", async () => {
  expect(await clerk.view("00000000")).toMatchObject({ known: false, stage: "new" });
  expect(await clerk.preview("clerk-key.replace", { fingerprint: "00000000" })).toBe("clerk_key_not_found");
});

it("one run holds a key at a time: of two at once, one makes a key, and the other is refused or finds nothing to do", async () => {
  const before = await goodKeys();
  const [one, two] = [await clerk.ready("clerk-key.replace", old), await clerk.ready("clerk-key.replace", old)];
  const codes = (await Promise.all([clerk.stage.confirm(one), clerk.stage.confirm(two)])).map(codeOf);
  expect(codes).toContain("ok");
  expect(["clerk_key_under_way", "target_changed", "nothing_to_change"]).toEqual(
    expect.arrayContaining(codes.filter((code) => code !== "ok")),
  );
  expect(await goodKeys()).toHaveLength(before.length + 1);
});

it("while a run holds a key, another one is told so, and makes none", async () => {
  const before = await goodKeys();
  await control.setFault("clerk-managed/rotate", { status: 422 });
  expect((await clerk.replace(old)).code).toBe("clerk_platform_refused");
  await control.setFault("clerk-managed/rotate", { latencyMs: 3_000 });
  const [first, second] = [await clerk.ready("clerk-key.replace", old), await clerk.ready("clerk-key.replace", old)];
  const ended = clerk.stage.confirm(first);
  const runBy = async () =>
    (await clerk.query<{ id: string }>("SELECT run_by::text AS id FROM clerk_key_rotations"))[0]?.id;
  await expect.poll(runBy, { interval: 20 }).toBe(first.id);
  expect(codeOf(await clerk.stage.confirm(second))).toBe("clerk_key_under_way");
  expect(codeOf(await ended)).toBe("ok");
  expect(await goodKeys()).toHaveLength(before.length + 1);
});
