import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { Outbox } from "../support/deliveries";
import { GuardedSheet } from "../support/guarded-sheet";
import { thumb } from "../support/hands";
import { fetched, forgetRotations, ringOf, statesOf } from "../support/keys";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(async () => {
  await consoleRows("DELETE FROM reviews WHERE operation = 'key.compromise'");
  await consoleRows("UPDATE task_follows SET state = 'lost', final_at = now() WHERE final_at IS NULL");
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE operation LIKE 'key.%' AND state IN ('draft', 'awaiting_approval', 'ready', 'running')",
  );
  await forgetRotations(consoleRows);
  await outbox.close();
});

const states = async (party: string): Promise<string[]> => (await statesOf(outbox, party)).map(({ state }) => state);

/** Asked for with a reason and a proof, as far as the moment in which another admin has to agree. */
async function ask(page: Page, say: Say, verb: string): Promise<GuardedSheet> {
  await page.getByRole("main").getByRole("button", { name: verb, exact: true }).first().click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("The key is a year old.");
  await sheet.proveByCode("424242");
  await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  return sheet;
}

/** Another admin says yes to the newest request of an operation. */
async function approve(page: Page, say: Say, operation: string, name: string): Promise<void> {
  const [asked] = await consoleRows<{ id: string }>(
    "SELECT id::text FROM action_requests WHERE operation = $1 AND state = 'awaiting_approval' ORDER BY created_at DESC LIMIT 1",
    [operation],
  );
  const request = new RequestPage(page, say);
  await request.open(asked?.id ?? "");
  await request.press("approve");
  await request.proveByCode(say("approvals.sheet.approved", { name }));
}

test("Jae begins a rotation, Ari goes on with it, and the new key signs", async ({ page, say, openBrowser }) => {
  const { party, active } = await ringOf(outbox);
  await fetched(outbox, party, { kids: [active], cacheSeconds: 0 });
  const [jae, ari] = [page, await openBrowser()];
  await Promise.all([letIn(jae, "jae@ops.example"), letIn(ari, "ari@ops.example")]);
  await jae.goto(`/keys/${active}`);
  const publish = say("operations.names.key.publish.verb");
  const begun = await ask(jae, say, publish);
  await approve(ari, say, "key.publish", "Jae Han");
  await begun.run(publish);
  await begun.close();
  await expect.poll(() => states(party), { timeout: 30_000 }).toEqual(["active", "published"]);
  const kid = (await statesOf(outbox, party)).at(-1)?.kid ?? "";
  await fetched(outbox, party, { kids: [active, kid], secondsAgo: 0, cacheSeconds: 0 });

  await ari.goto("/keys");
  await ari
    .getByRole("link", { name: say("keys.rotation.goOn") })
    .first()
    .click();
  await expect(ari.getByText(say("keys.rotation.stage.soaking"))).toBeVisible();
  await expect(ari.getByText(say("keys.rotation.leave", { by: "Jae Han" }))).toBeVisible();
  const activate = say("operations.names.key.activate.verb");
  const goneOn = await ask(ari, say, activate);
  await approve(jae, say, "key.activate", "Ari Levin");
  await goneOn.run(activate);
  await goneOn.close();
  await expect.poll(() => states(party), { timeout: 30_000 }).toEqual(["grace", "active"]);
  await expect(ari.getByText(say("keys.rotation.stage.draining"))).toBeVisible({ timeout: 15_000 });
});

test.describe("where a relying party's copy of the key set is old", () => {
  const norae = "17";
  test.beforeEach(async () => void (await control.startScenario("kid-mismatch")));
  test.afterEach(async ({ mayComplain }) => {
    // The page is open still, and may ask for the key that goes with the scenario.
    mayComplain(/status of 404 .*\/api\/live\/key\?/);
    await control.stopScenario("kid-mismatch");
    await control.usualKeys("norae");
    await consoleRows("UPDATE replay_lanes SET final_at = now() WHERE final_at IS NULL");
    await consoleRows("UPDATE replays SET state = 'canceled', final_at = now() WHERE final_at IS NULL");
  });

  test("Mina reads why it refuses, waits until it has fetched, and puts back what it refused, with Jae, until all is green", async ({
    page,
    say,
    openBrowser,
  }) => {
    await letIn(page, "mina@ops.example");
    const active = (await statesOf(outbox, norae)).find(({ state }) => state === "active")?.kid ?? "";
    const mismatch = page.getByRole("region", { name: say("keys.mismatch.title") });
    await expect(async () => {
      await page.goto(`/keys/${active}`);
      await expect(mismatch).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    await expect(mismatch.getByText(say("keys.mismatch.cause.cache_allowed.title"))).toBeVisible();
    await expect(mismatch.getByRole("button", { name: say("replays.ask.verb") })).toHaveCount(0);
    await expect(page.getByRole("region", { name: say("keys.notice.section.refresh") })).toBeVisible();

    await control.keepKeys("norae", { refetches: "on-unknown-kid" });
    const put = mismatch.getByRole("button", { name: say("replays.ask.verb") });
    await expect(put).toBeVisible({ timeout: 30_000 });
    await put.click();
    await page.getByLabel(say("replays.ask.rate")).fill("100");
    for (const also of ["replays.ask.held", "replays.ask.superseded"] as const)
      await page.getByRole("checkbox", { name: say(also) }).check();
    await page.getByRole("button", { name: say("replays.ask.look") }).click();
    const hers = new GuardedSheet(page, say);
    await hers.giveReason("They have fetched the key set.");
    await hers.proveByCode("424242");
    await expect(hers.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
    const other = await openBrowser();
    await letIn(other, "jae@ops.example");
    await approve(other, say, "delivery.replay", "Mina Seo");
    await hers.run(say("operations.names.delivery.replay.verb"));
    await page.goto(`/operations/${await hers.requestId()}`);
    await expect(page.getByText(say("replays.progress.over"))).toBeVisible({ timeout: 60_000 });
    await page.goto(`/keys/${active}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(mismatch).toHaveCount(0);
  });
});

test.describe("on a phone of 360 px", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("Mina revokes a leaked key alone, and sees it verified", async ({ page, say }) => {
    const { party, active } = await ringOf(outbox);
    await letIn(page, "mina@ops.example");
    await page.goto(`/keys?leaked=${active}`);
    await expect(page).toHaveURL(`/keys/${active}`);
    const verb = say("operations.names.key.compromise.verb");
    await page.getByRole("main").getByRole("button", { name: verb, exact: true }).tap();
    const sheet = new GuardedSheet(page, say, thumb);
    await expect(sheet.sheet.getByText(say("keys.compromise.replaced", { kid: active }))).toBeVisible();
    await sheet.giveReason("A scanner found the private key in a paste.");
    await sheet.proveByCode("424242");
    await sheet.run(verb);
    const id = await sheet.requestId();
    await expect
      .poll(() => consoleRows("SELECT state FROM action_requests WHERE id = $1", [id]), { timeout: 30_000 })
      .toEqual([{ state: "succeeded" }]);
    expect(await states(party)).toEqual(["compromised", "active"]);
    await page.goto(`/keys/${active}`);
    await expect(page.getByRole("region", { name: say("keys.notice.section.revoked") })).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide).toBe(false);
  });
});
