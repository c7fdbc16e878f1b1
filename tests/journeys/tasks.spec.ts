import type { Locator, Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { GuardedSheet } from "../support/guarded-sheet";
import { hostControl } from "../support/host";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

test.afterEach(async () => {
  await hostControl("DELETE /render/identity-provider/next-job");
  // What a test that failed left on its way would stand in the way of the next one.
  await consoleRows("UPDATE task_follows SET state = 'lost', final_at = now() WHERE final_at IS NULL");
  await consoleRows(
    "UPDATE action_requests SET state = 'failed' WHERE state = 'running' AND operation LIKE 'identity.%'",
  );
});

/** Asks for something of one person's cache entry, as far as the request that runs. @returns its id */
async function ask(page: Page, say: Say, name: "purge-cache" | "show-cache"): Promise<string> {
  const verb = say(`operations.names.identity.${name}.verb`);
  await page.getByRole("main").getByRole("button", { name: verb, exact: true }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("Her links were put right, and sign-in still finds the old user.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  const id = await sheet.requestId();
  await sheet.close();
  return id;
}

const stateOf = (id: string) => consoleRows("SELECT state, failure_code FROM action_requests WHERE id = $1", [id]);

const rowOf = (page: Page, id: string): Locator =>
  page.getByRole("row").filter({ has: page.locator(`a[href="/operations/${id}"]`) });

test("Mina empties one person's cache entry, sees it proved, and reads what the job printed", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/people/205");
  const id = await ask(page, say, "purge-cache");
  const row = rowOf(page, id);
  await expect(row.getByText(say("tasks.state.proved"))).toBeVisible({ timeout: 30_000 });
  expect(await stateOf(id)).toEqual([{ state: "succeeded", failure_code: null }]);
  await row.getByRole("button", { name: say("tasks.log.read") }).click();
  await expect(page.getByRole("main").getByText(/purged \d+ entries of user 205$/)).toBeVisible();
  await page.goto(`/operations/${id}`);
  await expect(page.getByRole("main").getByText(say("tasks.proved"))).toBeVisible();
});

test("Jae cancels a job that does not end, and its request says so", async ({ page, say }) => {
  await letIn(page, "jae@ops.example");
  await page.goto("/people/206");
  await hostControl("PUT /render/identity-provider/next-job", { fate: "stuck" });
  const id = await ask(page, say, "show-cache");
  await page.goto("/deploys?app=identity-provider");
  const row = rowOf(page, id);
  await expect(row.getByText(say("tasks.state.running"))).toBeVisible({ timeout: 30_000 });
  await row.getByRole("button", { name: say("operations.names.job.cancel.verb") }).click();
  await expect(row.getByText(say("tasks.state.canceled"))).toBeVisible({ timeout: 30_000 });
  expect(await stateOf(id)).toEqual([{ state: "failed", failure_code: "task_canceled" }]);
  await page.goto(`/operations/${id}`);
  await expect(page.getByRole("main").getByText(say("refusals.task_canceled.sentence"))).toBeVisible();
});
