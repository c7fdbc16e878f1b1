import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { type Hand, keyboard, mouse, thumb } from "../support/hands";
import { everybodyLooks, incidentsAreOver, nobodyLooks } from "../support/looks";
import type { Language, Say } from "../support/words";

type Way = { name: string; hand: Hand; language: Language; use: Parameters<typeof test.use>[0] };

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const ways: Way[] = [
  { name: "with a mouse", hand: mouse, language: "en", use: {} },
  { name: "in Korean, with a thumb at 360 px", hand: thumb, language: "ko", use: { ...phone, language: "ko" } },
  { name: "with the keyboard only", hand: keyboard, language: "en", use: {} },
];

/** From the alarm to a declared incident, reading included. */
const longestMs = 60_000;

test.beforeEach(incidentsAreOver);
test.afterEach(async () => {
  await control.clearFault("clerk-managed");
  await everybodyLooks();
  await incidentsAreOver();
});

const verdict = (page: Page, say: Say) => page.getByRole("region", { name: say("shell.verdict") });
const sentence = (page: Page, say: Say, severity: "sev1" | "none") =>
  page.getByRole("heading", {
    level: 1,
    name:
      severity === "sev1" ? say("triagePage.verdict.clerk_outage", { severity }) : say("triagePage.verdict.healthy"),
  });

for (const { name, hand, language, use } of ways) {
  test.describe(name, () => {
    test.use(use);

    test("from the alarm to the cause to a declared incident, by somebody new, within a minute", async ({
      page,
      say,
    }) => {
      const clerkIsDown = say("triagePage.verdict.clerk_outage", { severity: "sev1" });
      await letIn(page, "mina@ops.example");
      await page.goto("/settings");
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      // What went before may still be told.
      const works = say("triagePage.verdict.healthy");
      await expect(verdict(page, say).getByRole("link", { name: works })).toBeVisible({ timeout: 60_000 });
      await control.setFault("clerk-managed", { status: 503 });
      const alarm = verdict(page, say).getByRole("link", { name: clerkIsDown });
      await expect(alarm).toBeVisible({ timeout: 60_000 });
      const heardAt = Date.now();
      await hand.press(alarm);
      await expect(sentence(page, say, "sev1")).toBeVisible();
      // Why: a check that fails, by its name, and what still works.
      await expect(
        page.getByText(say("triagePage.probe.clerk_api"), { exact: true }).filter({ visible: true }).first(),
      ).toBeVisible();
      await expect(verdict(page, say).getByText(say("triagePage.lead.identityProviderWorks"))).toBeVisible();
      const verb = say("operations.names.incident.declare.verb");
      await hand.press(page.getByRole("button", { name: verb }));
      const sheet = page.getByRole("dialog");
      await hand.press(sheet.getByRole("button", { name: verb }));
      await expect(page).toHaveURL(/\/incidents\/\d+$/);
      expect(Date.now() - heardAt).toBeLessThanOrEqual(longestMs);
      const number = page.url().split("/").at(-1);
      await page.goto("/triage");
      await expect(
        page.getByRole("link", { name: say("triagePage.incident.open", { incident: `INC-${number}` }) }),
      ).toBeVisible();
    });
  });
}

test("what nobody looked at is grey and never green, and a look can be asked for", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/triage");
  await expect(sentence(page, say, "none")).toBeVisible({ timeout: 60_000 });
  await expect(verdict(page, say)).toHaveClass(/\bok\b/);
  await nobodyLooks(120);
  await expect(page.getByRole("heading", { level: 1, name: say("triagePage.verdict.stale") })).toBeVisible();
  await expect(verdict(page, say)).not.toHaveClass(/\bok\b/);
  const row = page.getByRole("row", { name: say("triagePage.probe.idp_up") });
  await expect(row.getByText(say("common.state.stale"), { exact: true })).toBeVisible();
  await page.getByRole("button", { name: say("operations.names.probe.now.verb") }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("triagePage.verdict.stale") })).toBeHidden({
    timeout: 30_000,
  });
  await expect(row.getByText(say("common.state.stale"), { exact: true })).toBeHidden();
});

test("the page stands still while it is held, and goes on when it is let go", async ({ page, say }) => {
  await letIn(page, "sol@ops.example");
  await page.goto("/triage");
  const polls: string[] = [];
  page.on("request", (asked) => polls.push(new URL(asked.url()).pathname));
  const next = (view: string) =>
    page.waitForResponse((answer) => new URL(answer.url()).pathname === `/api/live/${view}`);
  await next("triage");
  await page.getByRole("button", { name: say("triagePage.pause") }).click();
  await expect(page.getByRole("button", { name: say("triagePage.resume") })).toBeVisible();
  await next("shell");
  polls.length = 0;
  await next("shell");
  await next("shell");
  expect(polls.filter((path) => path.startsWith("/api/live/triage"))).toEqual([]);
  await page.getByRole("button", { name: say("triagePage.resume") }).click();
  await next("triage");
});

test("a person's word stands above, with who and why, and what the probes say stays beside it", async ({
  page,
  say,
}) => {
  const reason = "Their support told us on the phone that accounts are mixed up.";
  await letIn(page, "sol@ops.example");
  await page.goto("/triage");
  await page.getByRole("button", { name: say("triagePage.override.button") }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel(say("triagePage.override.category")).selectOption("identity_merge");
  await sheet.getByLabel(say("triagePage.override.severity")).selectOption("sev2");
  const send = sheet.getByRole("button", { name: say("operations.names.triage.override.verb") });
  await send.click();
  await expect(sheet.getByText(say("triagePage.override.reasonShort"))).toBeVisible();
  await sheet.getByLabel(say("triagePage.override.reason")).fill(reason);
  await send.click();
  await expect(sheet).toBeHidden();
  const theirs = say("triagePage.verdict.identity_merge", { severity: "sev2" });
  await expect(page.getByRole("heading", { level: 1, name: theirs })).toBeVisible();
  await expect(verdict(page, say).getByText(reason, { exact: false })).toBeVisible();
  await expect(verdict(page, say).getByText("Sol", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: say("operations.names.triage.clear-override.verb") }).click();
  await expect(page.getByRole("heading", { level: 1, name: theirs })).toBeHidden();
});

test("range and form of the trends live in the address, and the table has the same numbers", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/triage");
  const charts = page.getByRole("region", { name: say("triagePage.chart.title") });
  await expect(charts.getByRole("img")).toHaveCount(3);
  await charts.getByRole("link", { name: say("triagePage.chart.range.1h"), exact: true }).click();
  await expect(page).toHaveURL(/range=1h/);
  await charts.getByRole("link", { name: say("triagePage.chart.asTable") }).click();
  await expect(page).toHaveURL(/as=table/);
  await expect(charts.getByRole("rowheader")).toHaveCount(60);
  await page.goBack();
  await expect(charts.getByRole("img")).toHaveCount(3);
});
