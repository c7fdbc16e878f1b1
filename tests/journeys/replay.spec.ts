import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { countGroup, deadGroup, forgetGroup } from "../support/dead-group";
import { relyingParties } from "../support/deliveries";
import { GuardedSheet } from "../support/guarded-sheet";
import { thumb } from "../support/hands";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

const podo = relyingParties.podoGames;
const fault = `relying-parties/${podo}`;
let event = "";
test.beforeEach(async () => {
  event = await deadGroup(40);
});
test.afterEach(async () => {
  await control.clearFault(fault);
  await consoleRows("UPDATE replay_lanes SET final_at = now() WHERE final_at IS NULL");
  await consoleRows("UPDATE replays SET state = 'canceled', final_at = now() WHERE final_at IS NULL");
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE state IN ('awaiting_approval', 'ready', 'draft', 'running')",
  );
  await forgetGroup(event);
});

/** From the group's line to the sheet of the request. */
async function askFromGroup(page: Page, say: Say, rate: string): Promise<GuardedSheet> {
  await page.goto(`/deliveries?app=${podo}&groups=all`);
  const line = page
    .getByRole("table", { name: say("deliveries.groups.title") })
    .getByRole("row")
    .filter({ hasText: event });
  await line.getByRole("button").click();
  await page.getByLabel(say("replays.ask.rate")).fill(rate);
  await page.getByRole("button", { name: say("replays.ask.look") }).click();
  return new GuardedSheet(page, say);
}

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const done = (page: Page, say: Say, values: { done: number; total: number }) =>
  page.getByRole("heading", { name: say("replays.progress.title", values) });

test("Mina replays a group, Jae agrees to thirty of it, more slowly, on a phone; a canary fails and holds it until the party heals", async ({
  page,
  say,
  openBrowser,
}) => {
  await control.setFault(fault, { status: 503 });
  await letIn(page, "mina@ops.example");
  const hers = await askFromGroup(page, say, "50");
  await hers.giveReason("Their gateway is back.");
  await hers.proveByCode("424242");
  await expect(hers.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();

  const handheld = await openBrowser(phone);
  await letIn(handheld, "jae@ops.example");
  await handheld.goto("/approvals");
  const his = new RequestPage(handheld, say, thumb);
  await his.openFromInbox(say("operations.names.delivery.replay.title", { subject: "40 → Podo Games" }));
  await his.press("fewer");
  await handheld.getByLabel(say("approvals.sheet.most", { total: 40 })).fill("30");
  await handheld.getByLabel(say("approvals.sheet.pace", { rate: 50 })).fill("40");
  await handheld.getByRole("button", { name: say("approvals.sheet.chooseGo") }).click();
  await expect(his.sheet.sheet.locator(".request-code")).toBeVisible();
  const offered = say("approvals.sheet.offered", { name: "Mina Seo" });
  await his.proveByCode(offered);
  // The page behind has nothing to decide any more: the sheet stays until it is closed.
  await expect(handheld.locator("main").getByText(say("operation.secondPerson.offered.lead"))).toBeVisible();
  await expect(his.sheet.sheet.getByText(offered)).toBeVisible();

  await hers.sheet.getByRole("link", { name: say("operation.secondPerson.offered.open") }).click();
  const mine = new RequestPage(page, say);
  await expect(mine.says(say("approvals.standing.offeredToYou"))).toBeVisible();
  await mine.press("prove");
  await mine.proveByCode(say("approvals.sheet.proved"));
  await mine.sheet.close();
  await mine.run(say("operations.names.delivery.replay.verb"));

  const held = page.getByText(say("replays.progress.held.canary_failed"));
  await expect(held).toBeVisible({ timeout: 30_000 });
  await expect(done(page, say, { done: 1, total: 30 })).toBeVisible();
  expect(await page.title()).toContain("%");
  expect((await countGroup(event)).delivered).toBe(0);

  await control.clearFault(fault);
  const resume = say("operations.names.replay.resume.verb");
  await page.getByRole("main").getByRole("button", { name: resume, exact: true }).click();
  const again = new GuardedSheet(page, say);
  await again.giveReason("They are well again.");
  await again.proveByCode("424242");
  await again.run(resume);
  await again.close();
  await expect(done(page, say, { done: 30, total: 30 })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(say("replays.progress.over"))).toBeVisible();
  expect((await countGroup(event)).dead).toBeGreaterThanOrEqual(10);
  const request = page.url().split("/").at(-1);
  expect(await consoleRows("SELECT approved_rate AS rate FROM replays WHERE request_id = $1", [request])).toEqual([
    { rate: 40 },
  ]);
  const file = await page.request.get(`/api/replays/${request}`);
  expect((await file.text()).split("\r\n").filter(Boolean)).toHaveLength(31);
});

/** All forty are ticked and asked for one a second, Jae agrees, and the first of them arrive. */
async function slowlyBegun(page: Page, say: Say, openBrowser: () => Promise<Page>): Promise<void> {
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries?app=${podo}&event=${event}`);
  const selection = page.getByRole("group", { name: say("deliveries.selection.label") });
  await selection.getByRole("checkbox").check();
  await selection.getByRole("button", { name: say("replays.ask.verb") }).click();
  await page.getByLabel(say("replays.ask.rate")).fill("1");
  await page.getByRole("button", { name: say("replays.ask.look") }).click();
  const hers = new GuardedSheet(page, say);
  await hers.giveReason("One after the other.");
  await hers.proveByCode("424242");
  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  await other.goto("/approvals");
  const his = new RequestPage(other, say);
  await his.openFromInbox(say("operations.names.delivery.replay.title", { subject: "40 → Podo Games" }));
  await his.press("approve");
  await his.proveByCode(say("approvals.sheet.approved", { name: "Mina Seo" }));

  await hers.run(say("operations.names.delivery.replay.verb"));
  await page.goto(`/operations/${await hers.requestId()}`);
  const rows = page.getByRole("table", { name: say("replays.rows.title") });
  await expect(rows.getByText(say("replays.rows.state.delivered")).nth(1)).toBeVisible({ timeout: 30_000 });
}

test("Mina ticks deliveries and replays them slowly, pauses, and cancels the rest, which stays dead", async ({
  page,
  say,
  openBrowser,
}) => {
  await slowlyBegun(page, say, openBrowser);
  const main = page.getByRole("main");
  await main.getByRole("button", { name: say("operations.names.replay.pause.verb") }).click();
  await expect(main.getByText(say("replays.progress.state.paused")).first()).toBeVisible();
  await main.getByRole("button", { name: say("operations.names.replay.cancel.verb") }).click();
  await expect(main.getByText(say("replays.progress.state.canceled")).first()).toBeVisible({ timeout: 30_000 });
  await expect(main.getByRole("button", { name: say("operations.names.replay.cancel.verb") })).toHaveCount(0);
  const left = await countGroup(event);
  expect(left.dead).toBeGreaterThan(0);
  expect(left.dead).toBeLessThan(40);
});

test("Mina takes back what waits of a replay that goes on: what has arrived stays, and the rest is dead as it was", async ({
  page,
  say,
  openBrowser,
}) => {
  await slowlyBegun(page, say, openBrowser);
  const main = page.getByRole("main");
  const verb = say("operations.names.replay.undo.verb");
  await main.getByRole("button", { name: verb }).click();
  const sheet = new GuardedSheet(page, say);
  await expect(sheet.sheet.getByText(say("replays.undo.sent"))).toBeVisible();
  await sheet.giveReason("They asked us to wait until tonight.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  await sheet.close();
  await expect(main.getByText(say("replays.progress.state.canceled")).first()).toBeVisible({ timeout: 30_000 });
  await expect(main.getByRole("button", { name: verb })).toHaveCount(0);
  const { dead, delivered } = await countGroup(event);
  expect(delivered).toBeGreaterThan(0);
  expect(dead).toBeGreaterThan(0);
  expect(dead + delivered).toBe(40);
});
