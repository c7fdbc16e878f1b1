import type { Page, Route } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { askForApproval, withdrawWaiting } from "../support/waiting-request";

test.afterEach(withdrawWaiting);

/** Opens a page, and opens it anew with `meet` between it and every script that its document does not name. */
async function openMeeting(page: Page, place: string, meet: (route: Route) => Promise<void>): Promise<void> {
  const document = (await (await page.goto(place))?.text()) ?? "";
  const named = new Set(document.match(/\/_next\/static\/chunks\/[^"'\\?]+\.js/g));
  expect(named.size).toBeGreaterThan(3);
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    const late = !named.has(new URL(route.request().url()).pathname);
    await (late ? meet(route) : route.continue());
  });
  await page.reload();
}

test("who presses before the sheet's script has come waits, and the sheet opens with the focus in it", async ({
  page,
  say,
  openBrowser,
}) => {
  const place = await askForApproval(page, say);
  const his = await openBrowser();
  await letIn(his, "jae@ops.example");
  const come = Promise.withResolvers<void>();
  await openMeeting(his, place, async (route) => {
    await come.promise;
    await route.continue();
  });
  const button = his.getByRole("button", { name: say("approvals.acts.approve"), exact: true });
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await expect(button).toBeFocused();
  come.resolve();
  const sheet = his.getByRole("dialog");
  await expect(sheet).toBeVisible();
  await expect(sheet.locator(":focus")).toHaveCount(1);
  await his.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(button).toBeFocused();
});

test("a sheet whose script does not come is told of, and comes when it is asked for again", async ({
  page,
  say,
  openBrowser,
  expectComplaint,
}) => {
  expectComplaint(/ERR_FAILED/);
  const place = await askForApproval(page, say);
  const his = await openBrowser();
  await letIn(his, "jae@ops.example");
  let away = true;
  await openMeeting(his, place, (route) => (away ? route.abort() : route.continue()));
  const button = his.getByRole("button", { name: say("approvals.acts.approve"), exact: true });
  await button.click();
  await expect(his.locator(".toast").getByText(say("common.notLoaded"))).toBeVisible();
  await expect(button).not.toHaveAttribute("aria-busy", "true");
  away = false;
  await button.click();
  await expect(his.getByRole("dialog")).toBeVisible();
});

/** Opens a page whose scripts come only when they are let. @returns lets them */
async function openWithoutScripts(page: Page, place: string): Promise<() => void> {
  const come = Promise.withResolvers<void>();
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    await come.promise;
    await route.continue();
  });
  await page.goto(place, { waitUntil: "commit" });
  return come.resolve;
}

test("of what is pressed before any script has come, the last is heard once they have", async ({
  page,
  say,
  openBrowser,
}) => {
  const place = await askForApproval(page, say);
  const his = await openBrowser();
  await letIn(his, "jae@ops.example");
  const letCome = await openWithoutScripts(his, place);
  const deny = his.getByRole("button", { name: say("approvals.acts.deny"), exact: true });
  await deny.click();
  await expect(deny).toHaveAttribute("aria-busy", "true");
  await his.getByRole("button", { name: say("approvals.acts.approve"), exact: true }).click();
  await expect(deny).not.toHaveAttribute("aria-busy");
  letCome();
  const title = say("operations.names.relying-party.switch-on.title", { subject: "Gaon Energy" });
  await expect(his.getByRole("dialog", { name: say("approvals.sheet.approve", { title }) })).toBeVisible();
});

test("a form that is written and sent before any script has come loses no word, and puts none in the address", async ({
  page,
  say,
}) => {
  await letIn(page, "jae@ops.example");
  const letCome = await openWithoutScripts(page, "/settings/contacts/new");
  const name = page.getByLabel(say("contacts.field.name"), { exact: true });
  const phone = page.getByLabel(say("contacts.channel.address", { place: 1 }));
  await name.fill("Front desk");
  await phone.fill("call the front desk");
  await phone.press("Enter");
  letCome();
  await expect(page.getByText(say("contacts.fault.phone"))).toBeVisible();
  await expect(name).toHaveValue("Front desk");
  await expect(phone).toHaveValue("call the front desk");
  await expect(name).not.toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveURL(/\/settings\/contacts\/new$/);
});
