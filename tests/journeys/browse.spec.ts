import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { Outbox, relyingParties } from "../support/deliveries";
import { faultsInBoth, sticksOut } from "../support/faults";
import { GuardedSheet } from "../support/guarded-sheet";
import { keyboard, tabTo } from "../support/hands";
import type { Say } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

const list = (page: Page, say: Say) => page.getByRole("table", { name: say("deliveries.list"), exact: true });
const groups = (page: Page, say: Say) => page.getByRole("table", { name: say("deliveries.groups.title"), exact: true });
const field = (page: Page, say: Say) => page.getByRole("searchbox", { name: say("deliveries.filter.search") });

/** A dead delivery that is alike to no other, and the words that say so. */
async function lonely(): Promise<{ id: string; error: string }> {
  const { id } = await outbox.row({ relyingParty: relyingParties.podoGames });
  const name = id.replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));
  const error = `422 the orchard ${name} has no gate`;
  await outbox.owner.query("UPDATE webhook_outbox_entries SET last_status = 422, last_error = $2 WHERE id = $1", [
    id,
    error,
  ]);
  return { id, error };
}

test("a group leads to its rows, and the address says which", async ({ page, say }) => {
  const { id, error } = await lonely();
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries?app=57&groups=all");
  const group = groups(page, say).getByRole("row").filter({ hasText: error });
  await expect(group).toContainText(say("deliveries.causes.payload_rejected.act"));
  await group.getByRole("link", { name: say("deliveries.causes.payload_rejected.name") }).click();
  await expect(page).toHaveURL(/app=57&event=user\.updated&q=cause%3Apayload_rejected/);
  await expect(list(page, say).getByRole("rowheader")).toHaveText([id]);
  await expect(group).toHaveAttribute("aria-current", "true");
});

test("a search is written by keys alone, with what is suggested, and finds its delivery", async ({ page, say }) => {
  const { id } = await lonely();
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  await keyboard.write(field(page, say), "status:422 ap");
  await keyboard.press(page.getByRole("button", { name: "app:", exact: true }));
  await expect(field(page, say)).toBeFocused();
  await page.keyboard.type("podo");
  await keyboard.press(page.getByRole("button", { name: 'app:"Podo Games"', exact: true }));
  await page.keyboard.type("orchard");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=status:422/);
  await expect(field(page, say)).toHaveValue('status:422 app:"Podo Games" orchard');
  const found = list(page, say).getByRole("rowheader").getByRole("link", { name: id, exact: true });
  await tabTo(found);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: id })).toBeVisible();
});

test("what a search does not understand is said beside it, and stays in the field", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  const text = "colour:red status:many";
  await page.goto(`/deliveries?${new URLSearchParams({ q: text })}`);
  await expect(page.getByText(say("deliveries.filter.misread.field", { piece: "colour:red" }))).toBeVisible();
  await expect(page.getByText(say("deliveries.filter.misread.value", { piece: "status:many" }))).toBeVisible();
  await expect(field(page, say)).toHaveValue(text);
});

test("the page before is a link, too", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries?app=12");
  const rows = page.getByRole("table", { name: say("deliveries.list"), exact: true }).getByRole("rowheader");
  const ids = () => rows.allTextContents();
  await expect(rows).toHaveCount(50);
  const first = await ids();
  await page.getByRole("link", { name: say("deliveries.nextPage", { count: 50 }) }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(rows.filter({ hasText: first[0] ?? "" })).toHaveCount(0);
  await page.getByRole("link", { name: say("deliveries.previousPage") }).click();
  await expect(page).toHaveURL(/back=/);
  await expect.poll(ids).toEqual(first);
});

const bar = (page: Page, say: Say) => page.getByRole("group", { name: say("deliveries.selection.label"), exact: true });

test("what is ticked on a page is let go with it; all that match stays, page after page, by keys alone", async ({
  page,
  say,
}) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries?app=12");
  const ticks = list(page, say).getByRole("checkbox");
  await expect(ticks).toHaveCount(50);
  await tabTo(bar(page, say).getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(bar(page, say).getByText(say("deliveries.selection.onThisPage", { count: 50 }))).toBeVisible();
  await tabTo(ticks.first());
  await page.keyboard.press("Space");
  await expect(bar(page, say).getByText(say("deliveries.selection.onThisPage", { count: 49 }))).toBeVisible();
  const next = page.getByRole("link", { name: say("deliveries.nextPage", { count: 50 }) });
  await next.click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(list(page, say).getByRole("checkbox", { checked: true })).toHaveCount(0);
  await keyboard.press(bar(page, say).getByRole("button"));
  await expect(bar(page, say).getByText(say("deliveries.selection.allStays"))).toBeVisible();
  await page.getByRole("link", { name: say("deliveries.previousPage") }).click();
  await expect(page).toHaveURL(/back=/);
  await expect(list(page, say).getByRole("checkbox", { checked: true })).toHaveCount(50);
  await page.goto("/deliveries?app=57");
  await expect(list(page, say).getByRole("checkbox", { checked: true })).toHaveCount(0);
});

test("what is ticked comes as a file, after a proof", async ({ page, say }) => {
  const { id, error } = await lonely();
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries?q=${id}`);
  await list(page, say)
    .getByRole("checkbox", { name: say("deliveries.selection.row", { id }) })
    .check();
  const verb = say("operations.names.delivery.export.verb");
  await bar(page, say).getByRole("button", { name: verb }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("The app owner asks.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  const coming = page.waitForEvent("download");
  await sheet.sheet.getByRole("button", { name: say("operation.outcome.takeFile") }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^deliveries-\d{8}T\d{6}Z\.csv$/);
  const lines = (await readFile(await file.path(), "utf8")).split("\r\n").filter(Boolean);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"${id}"`);
  expect(lines[1]).toContain(`"${error}"`);
});

for (const language of ["en", "ko"] as const) {
  test.describe(`at 360 px, ${language}`, () => {
    test.use({ language, viewport: { width: 360, height: 780 } });

    test("groups, a search that was not understood and rows fit the screen", async ({ page, say }) => {
      await letIn(page, "mina@ops.example");
      await page.goto(`/deliveries?${new URLSearchParams({ q: `colour:${"x".repeat(200)}` })}`);
      await expect(groups(page, say)).toBeVisible();
      expect(await sticksOut(page, "not understood")).toEqual([]);
      await page.goto("/deliveries?q=cause:relying_party_5xx");
      await expect(list(page, say)).toBeVisible();
      expect(await sticksOut(page, "of a cause")).toEqual([]);
      await list(page, say).getByRole("checkbox").first().check();
      await expect(bar(page, say).getByText(say("deliveries.selection.pageEnds"))).toBeVisible();
      expect(await sticksOut(page, "one ticked")).toEqual([]);
      expect(await faultsInBoth(page, "one ticked")).toEqual({});
    });
  });
}
