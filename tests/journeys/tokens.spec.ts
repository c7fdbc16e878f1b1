import { randomUUID } from "node:crypto";
import { expect, letIn, test } from "../support/browser";
import { GuardedSheet } from "../support/guarded-sheet";
import { consoleRows } from "../support/rows";
import { world } from "../support/world";

const name = `Status board ${randomUUID().slice(0, 8)}`;

test.afterAll(async () => {
  await consoleRows("DELETE FROM api_tokens WHERE name = $1", [name]);
});

/** Whether React has taken the form over: until then the browser itself would send it. */
const isAwake = (form: Element): boolean => Object.keys(form).some((key) => key.startsWith("__reactProps$"));

test("Jae makes a token in Mina's name and sees it once; it calls, Mina hears of it, and ends it", async ({
  page,
  openBrowser,
  say,
}) => {
  const verb = say("operations.names.api-token.create.verb");
  const form = page.getByRole("region", { name: say("apiTokens.form.title") });
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/tokens");
  await expect.poll(() => form.locator("form").evaluate(isAwake)).toBe(true);
  await form.getByRole("button", { name: verb, exact: true }).click();
  await expect(form.getByText(say("apiTokens.form.nameMissing"))).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
  await form.getByLabel(say("apiTokens.form.person")).selectOption({ label: "Mina Seo" });
  await form.getByLabel(say("apiTokens.form.name"), { exact: true }).fill(name);
  await form.getByRole("button", { name: verb, exact: true }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("The board in the hall shows the verdict.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  await sheet.close();
  const shown = page.getByRole("group", { name: say("apiTokens.shown.title", { name }) });
  const token = (await shown.getByRole("code").textContent()) ?? "";
  expect(token).toMatch(/^spr_[\w-]{43}$/);
  await shown.getByRole("button", { name: say("apiTokens.shown.kept") }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Jae Han");
  await expect(page.getByText(token)).toHaveCount(0);

  const call = () => fetch(`${world().consoleUrl}/api/v1/triage`, { headers: { authorization: `Bearer ${token}` } });
  expect((await call()).status).toBe(200);

  const hers = await openBrowser();
  await letIn(hers, "mina@ops.example");
  await hers.goto("/notices");
  await expect(hers.getByRole("main").getByText(name)).toBeVisible();
  await hers.goto("/settings/tokens");
  await expect(hers.getByText(say("apiTokens.form.needsAdmin"))).toBeVisible();
  const row = hers.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: say("operations.names.api-token.revoke.title", { subject: name }) }).click();
  await expect(row).toContainText(say("apiTokens.list.stateOf.revoked"));
  const refused = await call();
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, "token_revoked"]);
});
