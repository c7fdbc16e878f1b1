import { expect, letIn, test } from "../support/browser";
import { CommandBarPage } from "../support/command-bar-page";
import { world } from "../support/world";

test("the API reference is found by ⌘K, finds a call by its code, and has it ready for a shell", async ({
  page,
  context,
  say,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await letIn(page, "mina@ops.example");
  await page.goto("/settings/tokens");
  const main = page.getByRole("main");
  await main
    .getByRole("link", { name: say("apiTokens.reference"), exact: true })
    .last()
    .click();
  await expect(page).toHaveURL("/settings/api");
  await page.goto("/settings");
  const bar = new CommandBarPage(page, say);
  await bar.open();
  await page.keyboard.type(say("settings.tabs.api"));
  await expect(bar.active).toContainText(say("settings.tabs.api"));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/api");
  await page.getByRole("searchbox", { name: say("apiReference.search.label") }).fill("nonce_used");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/api?q=nonce_used");
  const calls = page.getByRole("table", { name: say("apiReference.list.title"), exact: true });
  await expect(calls.getByRole("rowheader")).toHaveText([
    "POST /admin/webhook_outbox/{id}/retry",
    "POST /action_requests/{id}/confirm",
  ]);
  await calls.getByRole("link").last().click();
  await expect(page).toHaveURL("/settings/api?q=nonce_used#confirmAct");
  const part = page.getByRole("region", { name: "POST /action_requests/{id}/confirm" });
  await expect(part).toBeInViewport();
  await expect(part.getByText(say("refusals.nonce_used.sentence"))).toBeVisible();
  await part.getByRole("button", { name: say("apiReference.call.copy") }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(`"${world().consoleUrl}/api/v1/action_requests/$request/confirm"`);
});
