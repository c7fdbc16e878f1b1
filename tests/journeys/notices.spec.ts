import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { markDocument } from "../support/hands";
import { postedNotice } from "../support/notices";
import { consoleRows } from "../support/rows";

test.beforeEach(async () => {
  await consoleRows("TRUNCATE notices, notice_deliveries, notice_reads");
});

test("the bell counts what waits without a reload, and following a notice reads it", async ({ page, say }) => {
  await letIn(page, "jae@ops.example");
  await page.goto("/deliveries");
  const bell = (count: number) => page.getByRole("button", { name: say("shell.bell.label", { count }), exact: true });
  await expect(bell(0)).toBeVisible();
  const unmoved = await markDocument(page);
  await postedNotice(consoleRows, { code: "7f3a 21c9" });
  await postedNotice(consoleRows, { kind: "review.due", urgency: "tell", code: "0b5e 77aa" });
  await postedNotice(consoleRows, { kind: "approval.denied", roles: ["manager"], code: "of nobody here" });
  await expect(bell(2)).toBeVisible();
  await bell(2).click();
  const panel = page.getByRole("dialog", { name: say("shell.pages.notices") });
  await expect(panel.getByRole("listitem")).toHaveCount(2);
  await expect(panel.getByRole("listitem").first()).toContainText("0b5e 77aa");
  expect(await unmoved()).toBe(true);
  await panel.getByRole("link", { name: /7f3a 21c9/ }).click();
  await page.waitForURL(/\/operations$/);
  await expect(bell(1)).toBeVisible();
  await bell(1).click();
  await panel.getByRole("link", { name: say("notices.all") }).click();
  await page
    .getByRole("main")
    .getByRole("button", { name: say("notices.markAll") })
    .click();
  await expect(bell(0)).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(2);
});

test("a channel that takes nothing shows to everybody; an admin tries it and sends again what was given up", async ({
  page,
  openBrowser,
  say,
}) => {
  await control.setFault("slack", { status: 404 });
  await postedNotice(consoleRows, { code: "7f3a 21c9" });
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  const banner = page.getByText(say("shell.channelsDown.lead", { channels: "Slack" }));
  await expect(banner).toBeVisible();

  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  await other.goto("/settings/channels");
  const given = other.getByRole("region", { name: say("channels.replay.title") });
  await expect(given.getByRole("row", { name: /7f3a 21c9/ })).toContainText("404");
  await control.clearFault("slack");
  const slack = other.getByRole("row", { name: /^Slack/ });
  await slack.getByRole("button", { name: say("channels.test.button") }).click();
  await expect(slack.getByText(say("channels.test.sent"))).toBeVisible();

  const again = say("channels.replay.button", { count: 1 });
  await given.getByRole("button", { name: again }).click();
  const sheet = other.getByRole("dialog");
  await sheet.getByLabel(say("operation.reason.label")).fill("Slack is set up again.");
  await sheet.getByRole("button", { name: say("operation.reason.go") }).click();
  await sheet.getByLabel(say("operation.proof.codeLabel")).fill("424242");
  await sheet.getByRole("button", { name: say("operation.proof.prove") }).click();
  await expect(sheet.getByText(say("operation.run.ready"))).toBeVisible();
  await sheet.getByRole("button", { name: again }).click();
  await expect(sheet.getByText(say("operation.outcome.proved"))).toBeVisible();
  await other.keyboard.press("Escape");
  await expect(given.getByText(say("channels.replay.noneTitle"))).toBeVisible();
  await expect(banner).toBeHidden();
});
