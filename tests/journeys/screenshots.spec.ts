import path from "node:path";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { healthyAgain, listDead } from "../support/dead-letters";
import { GuardedSheet } from "../support/guarded-sheet";
import { RetrySheet } from "../support/retry-sheet";

const folder = process.env.SHOTS;

/** Draws the pictures of the README, where SHOTS names a folder: SHOTS=pictures npm test -- --only journeys screenshots */
if (folder !== undefined) {
  test.use({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`pictures, ${colorScheme}`, async ({ page, say }) => {
      await page.emulateMedia({ colorScheme });
      const shot = (name: string) => page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
      await letIn(page, "mina@ops.example");
      await control.setFault("clerk-managed", { status: 503 });
      await page.goto("/triage");
      const verdict = say("triagePage.verdict.clerk_outage", { severity: "sev1" });
      await expect(page.getByRole("heading", { level: 1, name: verdict })).toBeVisible({ timeout: 60_000 });
      await shot("triage");
      await control.clearFault("clerk-managed");
      await page.goto("/deliveries");
      await expect(page.getByRole("table", { name: say("deliveries.list") })).toBeVisible();
      await shot("deliveries");
      const [dead] = await listDead(healthyAgain.id, 1);
      await page.goto(`/deliveries/${dead?.id}`);
      await expect(page.getByRole("heading", { level: 1, name: dead?.id ?? "" })).toBeVisible();
      await shot("delivery");
      const sheet = new RetrySheet(page, say);
      await sheet.open();
      await sheet.giveReason("EB's gateway is back since 09:40; their status page agrees.");
      await shot("step-up");
      await sheet.sheet.getByRole("button", { name: say("operation.foot.withdraw") }).click();
      await expect(sheet.sheet).toBeHidden();
      await page.goto("/record");
      await expect(page.getByRole("heading", { level: 1, name: say("record.title") })).toBeVisible();
      await shot("record");
    });
  }

  test("pictures, an approval on a phone", async ({ page, say, openBrowser }) => {
    await letIn(page, "mina@ops.example");
    await page.goto("/relying-parties/120");
    const verb = say("operations.names.relying-party.switch-on.verb");
    await page.getByRole("main").getByRole("button", { name: verb }).click();
    const sheet = new GuardedSheet(page, say);
    await sheet.giveReason("Their gateway is back since 18:20; their canary answered 200 twice.");
    await sheet.proveByCode("424242");
    await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
    const handheld = await openBrowser({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await letIn(handheld, "ari@ops.example");
    await handheld.goto("/approvals");
    await handheld.getByRole("main").getByRole("link").last().click();
    await expect(handheld.locator(".request-code").first()).toBeVisible();
    await handheld.screenshot({ path: path.join(folder, "approval-phone.png") });
  });
}
