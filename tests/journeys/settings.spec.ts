import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { GuardedSheet } from "../support/guarded-sheet";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

const id = `journey-${randomUUID().slice(0, 8)}`;
const name = `Desk ${id}`;

test.afterAll(async () => {
  await consoleRows("DELETE FROM apps WHERE id = $1", [id]);
  await consoleRows("DELETE FROM contacts WHERE name = $1", [name]);
});

/** Presses the verb and walks through the sheet until it can be run. */
async function toTheVerb(page: Page, say: Say, verb: string): Promise<GuardedSheet> {
  const sheet = new GuardedSheet(page, say);
  await page.getByRole("main").getByRole("button", { name: verb, exact: true }).click();
  await sheet.giveReason("The list is being put in order.");
  await sheet.proveByCode("424242");
  return sheet;
}

/** The same, to the end. */
async function through(page: Page, say: Say, verb: string): Promise<void> {
  const sheet = await toTheVerb(page, say, verb);
  await sheet.run(verb);
  await sheet.close();
}

/** Escape in the very instant in which these words are in the sheet, sooner than any hand. */
const closeAsSoonAs = (page: Page, words: string): Promise<void> =>
  page.evaluate((told) => {
    new MutationObserver((_changes, watching) => {
      if (![...document.querySelectorAll("[role=dialog] *")].some(({ textContent }) => textContent?.trim() === told))
        return;
      watching.disconnect();
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, words);

test("an admin writes an app down and changes it; what is not right is said beside it, and nothing typed is lost", async ({
  page,
  say,
}) => {
  const field = (key: "id" | "name" | "url" | "healthUrl") =>
    page.getByLabel(say(`apps.field.${key}`), { exact: false }).first();
  const add = say("operations.names.app.add.verb");
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/apps/new");
  await field("name").fill("Storefront");
  await page.getByRole("button", { name: add, exact: true }).click();
  await expect(page.getByText(say("apps.fault.id"))).toBeVisible();
  await expect(page.getByText(say("apps.fault.url"))).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(field("name")).toHaveValue("Storefront");
  await field("id").fill(id);
  await field("url").fill("https://store.example");
  await through(page, say, add);
  await expect(page).toHaveURL(/\/settings\/apps$/);
  const row = page.getByRole("row").filter({ hasText: id });
  await expect(row).toContainText("https://store.example");
  await row.getByRole("link", { name: "Storefront" }).click();
  await expect(field("name")).toHaveValue("Storefront");
  await field("healthUrl").fill("https://store.example/api/clerk-health");
  const change = say("operations.names.app.change.verb");
  const { sheet } = await toTheVerb(page, say, change);
  await closeAsSoonAs(page, say("operation.outcome.proved"));
  await sheet.getByRole("button", { name: change, exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/apps$/);
  const [kept] = await consoleRows("SELECT health_url, version FROM apps WHERE id = $1", [id]);
  expect(kept).toEqual({ health_url: "https://store.example/api/clerk-health", version: 2 });
  await page.goto("/operations?operation=app.change&whose=mine&since=day&state=succeeded");
  await expect(page.getByRole("row").filter({ hasText: "app.change" }).first()).toContainText("Jae Han");
  await page.goto("/operations?operation=app.change&whose=mine&state=denied");
  await expect(page.getByText(say("operations.filter.nothing"))).toBeVisible();
});

test("a contact is verified by whoever reached it, and says so to everybody", async ({ page, openBrowser, say }) => {
  const add = say("operations.names.contact.add.verb");
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/contacts/new");
  await page.getByLabel(say("contacts.field.name"), { exact: true }).fill(name);
  const address = page.getByLabel(say("contacts.channel.address", { place: 1 }));
  await address.fill("call the front desk");
  await page.getByRole("button", { name: add, exact: true }).click();
  await expect(page.getByText(say("contacts.fault.phone"))).toBeVisible();
  await address.fill("+82 2-6000-0142");
  await through(page, say, add);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(say("contacts.never"));
  await row.getByRole("link", { name }).click();
  await through(page, say, say("operations.names.contact.verify.verb"));
  const reader = await openBrowser();
  await letIn(reader, "sol@ops.example");
  await reader.goto("/settings/contacts");
  const seen = reader.getByRole("row").filter({ hasText: name });
  await expect(seen).toContainText("+82 2-6000-0142");
  await expect(seen).toContainText("Jae Han");
  await expect(reader.getByText(say("settings.needsAdmin"))).toBeVisible();
});

test("who may not change roles is told why before pressing anything", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/settings/people");
  const grant = page.getByRole("button", { name: say("operations.names.person.grant-role.verb") });
  await expect(grant).toHaveAttribute("aria-disabled", "true");
  await expect(grant).toHaveAccessibleDescription(say("people.change.needsAdmin"));
  await expect(page.getByRole("checkbox")).toHaveCount(0);
});
