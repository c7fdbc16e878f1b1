import { bypassableApp, forgetAppBypasses } from "../support/app-bypasses";
import { expect, letIn, test } from "../support/browser";
import { GuardedSheet } from "../support/guarded-sheet";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";
import { sessionToken, TargetApp, toTheVendor } from "../support/target-app";

let app = "";
let token = "";
test.beforeAll(async () => {
  ({ app, token } = await bypassableApp(consoleRows));
  await consoleRows("UPDATE apps SET name = 'Ladder shop' WHERE id = $1", [app]);
});
test.afterAll(async () => {
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE operation = 'app-bypass.open' AND state IN ('draft', 'awaiting_approval', 'ready')",
  );
  await forgetAppBypasses(consoleRows);
});

test("Clerk is dead: Jae asks for named people, Ari agrees, the one who is named gets in, and Mina ends it", async ({
  page,
  say,
  openBrowser,
}) => {
  const shop = await TargetApp.start(app, token);
  const named = await sessionToken({ endedSecondsAgo: 3_600 });
  const another = await sessionToken({ subject: "user_2zzzzzzzz", endedSecondsAgo: 3_600 });
  expect(await shop.visitSettled("/orders", { session: named })).toMatchObject(toTheVendor);

  await letIn(page, "jae@ops.example");
  await page.goto("/bypass");
  const form = page.getByRole("region", { name: say("appBypass.form.title") });
  await form.getByLabel(say("appBypass.form.app"), { exact: true }).selectOption({ label: "Ladder shop" });
  await form.getByRole("radio", { name: say("appBypass.rung.named") }).check();
  await expect(form.getByText(say("appBypass.ladder.named"))).toBeVisible();
  const look = form.getByRole("button", { name: say("appBypass.form.make") });
  await form.getByLabel(say("appBypass.form.people")).fill("jae@ops.example");
  await look.click();
  await expect(form.getByText(say("appBypass.form.peopleBad"))).toBeVisible();
  await form.getByLabel(say("appBypass.form.people")).fill("user_2abcdefgh");
  await look.click();
  const verb = say("operations.names.app-bypass.open.verb");
  const sheet = new GuardedSheet(page, say);
  const gains = say("appBypass.gains.named", { name: "Ladder shop", people: "user_2abcdefgh" });
  await expect(sheet.sheet.getByText(gains)).toBeVisible();
  await sheet.giveReason("The shop's owner has to stop today's orders.");
  await sheet.proveByCode("424242");
  await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  const [asked] = await consoleRows<{ id: string }>(
    "SELECT id::text FROM action_requests WHERE operation = 'app-bypass.open' AND state = 'awaiting_approval'",
  );
  const his = await openBrowser();
  await letIn(his, "ari@ops.example");
  const request = new RequestPage(his, say);
  await request.open(asked?.id ?? "");
  await expect(his.getByText(gains)).toBeVisible();
  await request.press("approve");
  await request.proveByCode(say("approvals.sheet.approved", { name: "Jae Han" }));
  await sheet.run(verb);
  await sheet.close();

  await expect
    .poll(() => shop.visit("/orders", { session: named, method: "POST" }), { timeout: 10_000 })
    .toMatchObject({ status: 200, bypass: "true", behind: { "x-auth-bypass-subject": "user_2abcdefgh" } });
  expect(await shop.visit("/orders", { session: another })).toMatchObject(toTheVendor);
  await shop.settled();

  const hers = await openBrowser();
  await letIn(hers, "mina@ops.example");
  await hers.goto("/triage");
  const banner = hers.getByRole("region", { name: say("appBypass.banner.label") });
  await expect(banner).toContainText(say("appBypass.banner.lead", { name: "Ladder shop" }));
  await banner.getByRole("button", { name: say("appBypass.banner.endNow") }).click();
  await expect(banner).toBeHidden();
  await expect.poll(() => shop.visit("/orders", { session: named }), { timeout: 10_000 }).toMatchObject(toTheVendor);
  await shop.close();

  await hers.goto("/bypass");
  await expect(hers.getByText(say("appBypass.form.needsAdmin")).filter({ visible: true })).toBeVisible();
  await hers
    .getByRole("link", { name: say("appBypass.past.show") })
    .first()
    .click();
  await expect(hers.getByRole("table", { name: say("appBypass.past.uses") })).toContainText("/orders");
});
