import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { Outbox } from "../support/deliveries";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

/** A mark that is gone when the page was loaded anew. */
const mark = (page: Page): Promise<void> => page.evaluate(() => void Object.assign(window, { stillHere: true }));
const stays = (page: Page): Promise<boolean> => page.evaluate(() => "stillHere" in window);

test("a page that was open during a deploy says so quietly, and is loaded anew when its reader wants it", async ({
  page,
  say,
}) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  await mark(page);
  const words = page.getByText(say("shell.newVersion.words"));
  await expect(words).toHaveCount(0);
  let answered = 0;
  await page.route("**/api/live/shell?*", async (route) => {
    const answer = await route.fetch();
    answered += 1;
    // The old build and the new one answer in turn, as long as the deploy goes on.
    const build = answered % 2 === 1 ? { build: "the next one" } : {};
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), ...build } });
  });
  await expect(words).toBeVisible();
  await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(2);
  await expect(words).toBeVisible();
  expect(await stays(page)).toBe(true);
  await page.unroute("**/api/live/shell?*");
  await page.getByRole("button", { name: say("shell.newVersion.reload") }).click();
  await expect.poll(() => stays(page)).toBe(false);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(words).toHaveCount(0);
});

test("an act that the new build does not know says that nothing was done, and keeps what was typed", async ({
  page,
  say,
  expectComplaint,
}) => {
  expectComplaint(/409/);
  const { id } = await outbox.row();
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries/${id}`);
  await mark(page);
  await page.route(
    (url) => url.pathname === `/deliveries/${id}`,
    (route) => {
      const headers = route.request().headers();
      const known = headers["next-action"];
      // Another build's: as long as ours, and nobody's.
      return route.continue({
        headers: known ? { ...headers, "next-action": `7f${"0".repeat(known.length - 2)}` } : headers,
      });
    },
  );
  const notes = page.getByRole("region", { name: say("deliveries.notes.section") });
  const note = "Their gateway is back since 14:05; retry after their deploy.";
  await notes.getByLabel(say("deliveries.notes.label")).fill(note);
  await notes.getByRole("button", { name: say("deliveries.notes.add") }).click();
  await expect(notes.getByText(say("refusals.page_outdated.sentence"))).toBeVisible();
  await expect(notes.getByLabel(say("deliveries.notes.label"))).toHaveValue(note);
  expect(await stays(page)).toBe(true);
  await page.unrouteAll();
  await notes.getByRole("button", { name: say("deliveries.notes.add") }).click();
  await expect(notes.getByRole("article")).toContainText(note);
});
