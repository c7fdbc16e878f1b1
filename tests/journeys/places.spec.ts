import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { characters, clerkIdOf, emailOf } from "../support/customers";
import type { Say } from "../support/words";

/** Looks somebody up by what they say that they type, and opens their page. */
async function lookUp(page: Page, say: Say, text: string): Promise<void> {
  const things = page.getByRole("list", { name: say("shell.groups.things") });
  await things.getByRole("link", { name: say("shell.pages.people"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("customers.title"), exact: true })).toBeVisible();
  const field = page.getByRole("searchbox", { name: say("customers.search.label") });
  await field.fill(text);
  await field.press("Enter");
  await page.getByRole("table").getByRole("rowheader").first().getByRole("link").click();
}

const verdict = (page: Page, say: Say) => page.getByRole("region", { name: say("customers.verdict.section") });

/** A part that took too long is asked for again, as a person would. */
async function readsAtLast(page: Page, say: Say, words: string): Promise<void> {
  await expect(async () => {
    if (!(await verdict(page, say).textContent())?.includes(words)) {
      await page
        .getByRole("button", { name: say("common.askAgain") })
        .first()
        .click();
    }
    await expect(verdict(page, say)).toContainText(words, { timeout: 4_000 });
  }).toPass();
}

test("Mina looks somebody up who cannot sign in, and reads why", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  await lookUp(page, say, emailOf(characters.banned));
  await expect(page).toHaveURL(`/people/${characters.banned}`);
  await readsAtLast(page, say, say("customers.cause.banned.title"));
  await expect(page.getByRole("region", { name: say("customers.sessionsPart.section") })).toContainText(
    say("customers.sessionsPart.states.revoked"),
  );
  await lookUp(page, say, emailOf(characters.unsynced));
  await expect(page).toHaveURL(`/people/${await clerkIdOf(characters.unsynced)}`);
  await readsAtLast(page, say, say("customers.cause.not_at_identity_provider.title"));
  await lookUp(page, say, emailOf(characters.ringed));
  await readsAtLast(page, say, say("customers.cause.canonical_cycle.title"));
  const links = page.getByRole("region", { name: say("customers.linksPart.section"), exact: true });
  await expect(links).toContainText("41 → 42 → 43 → 41");
  await lookUp(page, say, emailOf(characters.well));
  await readsAtLast(page, say, say("customers.verdict.nothing_found", { live: 2 }));
});

test("while Clerk is down she reads the half that can be read, and asks again when it is back", async ({
  page,
  say,
}) => {
  await control.setFault("clerk-managed", { status: 503 });
  await letIn(page, "mina@ops.example");
  await page.goto(`/people/${characters.well}`);
  await readsAtLast(page, say, say("customers.verdict.clerk_down"));
  const clerk = page.getByRole("region", { name: say("customers.clerkPart.section"), exact: true });
  await expect(clerk).toContainText(say("customers.trouble.unexpected_answer"));
  const row = page.getByRole("region", { name: say("customers.identityPart.section"), exact: true });
  await expect(row).toContainText(await clerkIdOf(characters.well));
  await control.clearFault("clerk-managed");
  await clerk.getByRole("button", { name: say("common.askAgain") }).click();
  await readsAtLast(page, say, say("customers.verdict.nothing_found", { live: 2 }));
});

test("a manager is told that people are for those who act", async ({ page, say }) => {
  await letIn(page, "sol@ops.example");
  for (const path of ["/people", `/people/${characters.well}`]) {
    await page.goto(path);
    await expect(page.getByText("not_allowed")).toBeVisible();
    await expect(page.getByRole("searchbox")).toHaveCount(0);
    await expect(page.getByText(say("customers.verdict.section"))).toHaveCount(0);
  }
});

test("a relying party's page says how it does, whether it knows its key, and whom to call", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/relying-parties/12");
  const part = (name: string) => page.getByRole("region", { name, exact: true });
  await expect(part(say("relyingParties.keys.section"))).toContainText(say("relyingParties.keys.knowledge.known"));
  await expect(part(say("relyingParties.health.section"))).toContainText(say("relyingParties.health.delivered"));
  await expect(part(say("relyingParties.contacts"))).toBeVisible();
  await part(say("relyingParties.queue")).getByRole("link").first().click();
  await expect(page).toHaveURL("/deliveries?app=12");
});
