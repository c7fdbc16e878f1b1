import type { Page } from "@playwright/test";
import { expect, letIn, signIn, test } from "../support/browser";
import { control } from "../support/control";
import { healthyAgain, listDead } from "../support/dead-letters";
import { Outbox } from "../support/deliveries";
import { RetrySheet } from "../support/retry-sheet";
import { consoleRows } from "../support/rows";
import { arrivalsOf } from "../support/webhooks";
import type { Say } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

test.describe("at the door", () => {
  test("Theo, who has no role, reads whom to ask, and can leave", async ({ page, say }) => {
    await signIn(page, "theo@ops.example");
    await expect(page.getByRole("heading", { level: 1, name: say("signIn.noRole.title") })).toBeVisible();
    await expect(page.getByText(say("signIn.noRole.words", { email: "theo@ops.example" }))).toBeVisible();
    for (const path of ["/deliveries", "/record", "/settings"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: say("signIn.noRole.title") })).toBeVisible();
    }
    await page.getByRole("button", { name: say("signIn.signOut") }).click();
    await expect(page.getByLabel("Email address")).toBeVisible();
  });

  test("Uma, who has no second factor, reads what to add", async ({ page, say }) => {
    await signIn(page, "uma@ops.example");
    await expect(page.getByRole("heading", { level: 1, name: say("signIn.noSecondFactor.title") })).toBeVisible();
    await expect(page.getByText(say("signIn.noSecondFactor.words", { email: "uma@ops.example" }))).toBeVisible();
    await page.goto("/deliveries");
    await expect(page.getByRole("heading", { level: 1, name: say("signIn.noSecondFactor.title") })).toBeVisible();
  });

  test("Sol, a manager, sees the numbers of each relying party and no deliveries", async ({ page, say }) => {
    await letIn(page, "sol@ops.example");
    await page.goto("/deliveries");
    const groups = page.getByRole("table", { name: say("deliveries.byRelyingParty") });
    await expect(groups.getByRole("rowheader", { name: "Baram Pay" })).toBeVisible();
    // To the relying parties' own pages, which have numbers as well; to no list of deliveries.
    await expect(groups.getByRole("link")).toHaveCount(12);
    await expect(groups.locator('a:not([href^="/relying-parties/"])')).toHaveCount(0);
    await expect(page.getByRole("table")).toHaveCount(1);
    await expect(page.getByRole("search")).toHaveCount(0);
    const [dead] = await listDead(healthyAgain.id, 1);
    await page.goto(`/deliveries/${dead?.id}`);
    await expect(page.getByRole("heading", { level: 1, name: say("refusals.not_allowed.sentence") })).toBeVisible();
    await expect(page.getByText(dead?.idempotencyKey ?? "?")).toHaveCount(0);
    await expect(page.getByRole("button", { name: say("operations.names.delivery.retry.verb") })).toHaveCount(0);
  });
});

/** A delivery of this test's own, in Mina's hands: asked for, proved, one press before it runs. */
async function almostRetried(page: Page, say: Say): Promise<{ id: string; key: string; sheet: RetrySheet }> {
  const { id, idempotency_key: key } = await outbox.row();
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries/${id}`);
  const sheet = new RetrySheet(page, say);
  await sheet.open();
  await sheet.giveReason("Their gateway is back.");
  await sheet.prove("424242");
  await expect(sheet.sheet.getByText(say("operation.run.ready"))).toBeVisible();
  return { id, key, sheet };
}

test.describe("while the sheet is open", () => {
  test("Mina's role is taken away: nothing runs, and she reads why", async ({ page, say, mayComplain }) => {
    // What the page behind the sheet asks for, she may not see any more either.
    mayComplain(/status of 403 .*\/api\/live\//);
    const { id, key, sheet } = await almostRetried(page, say);
    const before = await outbox.read(id);
    await control.setRoles("mina@ops.example", ["manager"]);
    await sheet.verb.click();
    await expect(sheet.refusal("not_allowed")).toContainText(say("refusals.not_allowed.sentence"));
    expect(await outbox.read(id)).toEqual(before);
    expect(await arrivalsOf(key)).toEqual([]);
  });

  test("the row changes: the world moved, and nothing runs", async ({ page, say }) => {
    const { id, key, sheet } = await almostRetried(page, say);
    await outbox.touch(id);
    await sheet.verb.click();
    await expect(sheet.refusal("target_changed")).toContainText(say("refusals.target_changed.sentence"));
    expect(await arrivalsOf(key)).toEqual([]);
  });

  test("somebody else has it delivered: there is nothing to retry any more, here and on the page", async ({
    page,
    say,
  }) => {
    const { id, key, sheet } = await almostRetried(page, say);
    await outbox.change(id, "delivered_at = now(), dlq_at = NULL, last_status = 200, updated_at = now()");
    await sheet.verb.click();
    await expect(sheet.refusal("already_delivered")).toContainText(say("refusals.already_delivered.sentence"));
    expect(await arrivalsOf(key)).toEqual([]);
    await sheet.close();
    const retry = page.getByRole("button", { name: say("operations.names.delivery.retry.verb") });
    await expect(retry).toHaveAttribute("aria-disabled", "true");
    await expect(retry).toHaveAccessibleDescription(say("refusals.already_delivered.sentence"));
  });

  test("the proof grows stale: a new one is asked for, and the request is still there", async ({ page, say }) => {
    const { id, key, sheet } = await almostRetried(page, say);
    await consoleRows(
      `UPDATE proofs SET proved_at = now() - interval '11 minutes'
        WHERE request_id IN (SELECT id FROM action_requests WHERE input_text LIKE '%' || $1 || '%')`,
      [id],
    );
    await sheet.verb.click();
    await expect(sheet.refusal("insufficient_user_authentication")).toBeVisible();
    expect(await arrivalsOf(key)).toEqual([]);
  });

  test("closing keeps the request, and it can be gone on with or withdrawn", async ({ page, say }) => {
    const { id, key, sheet } = await almostRetried(page, say);
    await sheet.close();
    await page.goto("/operations");
    const row = page
      .getByRole("row")
      .filter({ hasText: say("operation.state.ready") })
      .first();
    await row.getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1, name: id })).toBeVisible();
    await page.getByText(say("approvals.input.exact")).click();
    await expect(page.getByText(`"id": "${id}"`)).toBeVisible();
    await page.getByRole("button", { name: say("operation.foot.withdraw") }).click();
    await expect(page.getByText(say("operation.state.withdrawn"), { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: say("operation.foot.withdraw") })).toHaveCount(0);
    expect(await arrivalsOf(key)).toEqual([]);
  });
});
