import { expect, letIn, test } from "../support/browser";
import { CommandBarPage } from "../support/command-bar-page";
import { Outbox, relyingParties } from "../support/deliveries";
import { faultsInBoth, sticksOut } from "../support/faults";
import { thumb } from "../support/hands";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

for (const language of ["en", "ko"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("by keys alone a dead delivery is found by its id, and a relying party by its name", async ({ page, say }) => {
      const { id } = await outbox.row({ relyingParty: relyingParties.podoGames });
      await letIn(page, "mina@ops.example");
      await page.goto("/settings");
      const bar = new CommandBarPage(page, say);
      await bar.open();
      await page.keyboard.type(id);
      await expect(bar.active).toContainText(say("commandBar.thing.delivery", { id }));
      await expect(bar.active).toContainText(say("deliveries.state.dead"));
      expect(await faultsInBoth(page, "found")).toEqual({});
      await page.keyboard.press("ArrowDown");
      await expect(bar.active).toContainText(say("operations.names.delivery.retry.title", { subject: id }));
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(`/deliveries/${id}`);
      await expect(page.getByRole("heading", { level: 1, name: id })).toBeVisible();
      await bar.open("Meta+k");
      await page.keyboard.type("podo ga");
      await expect(bar.active).toContainText("Podo Games");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/relying-parties\/57$/);
      await expect(bar.dialog).toBeHidden();
    });
  });
}

test("Enter goes nowhere while a syllable is being composed, and leads on once it is there", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/settings");
  const bar = new CommandBarPage(page, say);
  await bar.open();
  const input = await page.context().newCDPSession(page);
  await input.send("Input.imeSetComposition", { text: "retry", selectionStart: 5, selectionEnd: 5 });
  await expect(bar.active).toContainText(say("commandBar.acts.delivery.retry"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(bar.dialog).toBeVisible();
  await expect(page).toHaveURL("/settings");
  await input.send("Input.insertText", { text: "retry" });
  await expect(bar.field).toHaveValue("retry");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/deliveries");
});

test("the focus stays inside, is given back, and what was found is said", async ({ page, say }) => {
  await letIn(page, "sol@ops.example");
  await page.goto("/settings");
  const bar = new CommandBarPage(page, say);
  await bar.button.focus();
  await bar.open("Enter");
  await expect(bar.active).toContainText(say("shell.pages.triage"));
  await expect(bar.options.filter({ hasText: say("shell.pages.people") }).first()).toContainText(
    say("settings.tabs.people"),
  );
  await page.keyboard.press("ArrowUp");
  await expect(bar.active).toContainText(say("settings.tabs.contacts"));
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
  }
  await bar.field.focus();
  await page.keyboard.type("retry a delivery");
  await expect(bar.dialog.getByRole("status")).toHaveText(say("commandBar.counted", { count: 0 }));
  await expect(bar.options).toHaveCount(0);
  expect(await faultsInBoth(page, "nothing found")).toEqual({});
  await page.keyboard.press("Escape");
  await expect(bar.dialog).toBeHidden();
  await expect(bar.button).toBeFocused();
});

test.describe("at 360 px, by touch", () => {
  test.use({ language: "ko", viewport: { width: 360, height: 780 }, hasTouch: true });

  test("a relying party is found, and nothing sticks out", async ({ page, say }) => {
    await letIn(page, "mina@ops.example");
    await page.goto("/settings");
    const bar = new CommandBarPage(page, say);
    await thumb.press(bar.button);
    expect(await sticksOut(page, "opened")).toEqual([]);
    await thumb.write(bar.field, "gaon");
    await expect(bar.active).toContainText("Gaon Energy");
    expect(await sticksOut(page, "found")).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await sticksOut(page, "found, at 320 px")).toEqual([]);
    await thumb.press(bar.active);
    await expect(page).toHaveURL(/\/relying-parties\/120$/);
  });
});
