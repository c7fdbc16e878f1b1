import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { untilConsoleSees } from "../support/calm";
import { control } from "../support/control";
import { deadGroup, forgetGroup } from "../support/dead-group";
import { healthyAgain, listDead } from "../support/dead-letters";
import { relyingParties } from "../support/deliveries";
import { DoorPage } from "../support/door-page";
import { GuardedSheet } from "../support/guarded-sheet";
import { RequestPage } from "../support/request-page";
import { RetrySheet } from "../support/retry-sheet";
import { consoleRows } from "../support/rows";
import { sheetOf } from "../support/sheets";
import type { Language, Say } from "../support/words";

/** Where the pictures go; nothing is drawn where nobody says so. `npm run screenshots` does. */
const folder = process.env.SHOTS;
const window = { width: 1280, height: 800 };
const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };

/** What moves is let come to rest, so that the same build draws the same picture. */
const draw = (page: Page, name: string) =>
  page.screenshot({ path: path.join(folder ?? "", `${name}.png`), animations: "disabled", caret: "hide" });

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** The customers' Clerk answers 503, and the console has seen it. */
async function outage(page: Page, say: Say): Promise<void> {
  await control.setFault("clerk-managed", { status: 503 });
  await page.goto("/triage");
  await expect(heading(page, say("triagePage.verdict.clerk_outage", { severity: "sev1" }))).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.locator("canvas").first()).toBeVisible();
}

/** What an earlier picture broke is forgotten: two looks in a row have to agree. */
async function untilHealthy(page: Page, say: Say): Promise<void> {
  await page.goto("/triage");
  await expect(heading(page, say("triagePage.verdict.healthy"))).toBeVisible({ timeout: 60_000 });
}

async function approve(page: Page, say: Say, operation: string): Promise<void> {
  const [asked] = await consoleRows<{ id: string }>(
    "SELECT id::text FROM action_requests WHERE operation = $1 AND state = 'awaiting_approval' ORDER BY created_at DESC LIMIT 1",
    [operation],
  );
  const request = new RequestPage(page, say);
  await request.open(asked?.id ?? "");
  await request.press("approve");
  await request.proveByCode(say("approvals.sheet.approved", { name: "Mina Seo" }));
}

if (folder !== undefined) {
  test.use({ viewport: window });
  test.afterEach(async () => {
    await consoleRows(
      "UPDATE action_requests SET state = 'withdrawn' WHERE state IN ('awaiting_approval', 'ready', 'draft', 'running')",
    );
  });

  for (const language of ["en", "ko"] as const satisfies Language[]) {
    test.describe(() => {
      test.use({ language });
      test(`triage and deliveries, ${language}`, async ({ page, say }) => {
        const suffix = language === "en" ? "" : "-ko";
        await letIn(page, "mina@ops.example");
        await untilHealthy(page, say);
        await page.goto("/deliveries");
        await expect(page.getByRole("table", { name: say("deliveries.list") })).toBeVisible();
        await draw(page, `deliveries${suffix}`);
        await outage(page, say);
        await draw(page, `triage${suffix}`);
      });
    });
  }

  test("triage and a retry, dark", async ({ page, say }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await letIn(page, "mina@ops.example");
    await untilHealthy(page, say);
    const [dead] = await listDead(healthyAgain.id, 1);
    await page.goto(`/deliveries/${dead?.id}`);
    const sheet = new RetrySheet(page, say);
    await sheet.open();
    await sheet.giveReason("EB's gateway is back since 09:40; their status page agrees.");
    await draw(page, "retry-dark");
    await sheet.sheet.getByRole("button", { name: say("operation.foot.withdraw") }).click();
    await outage(page, say);
    await draw(page, "triage-dark");
  });

  test("a replay in progress", async ({ page, say, openBrowser }) => {
    const party = relyingParties.podoGames;
    const event = await deadGroup(60);
    try {
      await letIn(page, "mina@ops.example");
      await untilHealthy(page, say);
      await page.goto(`/deliveries?app=${party}&groups=all`);
      const groups = page.getByRole("table", { name: say("deliveries.groups.title") });
      await groups.getByRole("row").filter({ hasText: event }).getByRole("button").click();
      await page.getByLabel(say("replays.ask.rate")).fill("4");
      await page.getByRole("button", { name: say("replays.ask.look") }).click();
      const sheet = new GuardedSheet(page, say);
      await sheet.giveReason("Podo Games' gateway is back since 09:40.");
      await sheet.proveByCode("424242");
      await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
      const other = await openBrowser();
      await letIn(other, "jae@ops.example");
      await approve(other, say, "delivery.replay");
      await sheet.run(say("operations.names.delivery.replay.verb"));
      await sheet.close();
      const [replay] = await consoleRows<{ id: string }>(
        "SELECT request_id::text AS id FROM replays ORDER BY started_at DESC LIMIT 1",
      );
      await page.goto(`/operations/${replay?.id}`);
      const done = async () =>
        (
          await consoleRows<{ done: number }>(
            "SELECT count(*)::int AS done FROM replay_rows JOIN replays USING (set_id) WHERE request_id = $1 AND replay_rows.state = 'delivered'",
            [replay?.id],
          )
        )[0]?.done;
      await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(20);
      await draw(page, "replay");
    } finally {
      await consoleRows("UPDATE replay_lanes SET final_at = now() WHERE final_at IS NULL");
      await consoleRows("UPDATE replays SET state = 'canceled', final_at = now() WHERE final_at IS NULL");
      await forgetGroup(event);
    }
  });

  test("keys, and an incident", async ({ page, say }) => {
    await letIn(page, "jae@ops.example");
    await untilHealthy(page, say);
    await page.goto("/keys");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await draw(page, "keys");
    await outage(page, say);
    const verb = say("operations.names.incident.declare.verb");
    await page.goto("/incidents");
    await page.getByRole("main").getByRole("button", { name: verb }).click();
    await page.getByRole("dialog", { name: verb }).getByRole("button", { name: verb }).click();
    await expect(page).toHaveURL(/\/incidents\/\d+$/);
    for (const note of [
      "Two app owners called: nobody can sign in to Storefront.",
      "Clerk's status page is still green.",
    ]) {
      await page.getByLabel(say("incidents.note.label")).fill(note);
      await page
        .getByRole("main")
        .getByRole("button", { name: say("operations.names.incident.annotate.verb") })
        .click();
      await expect(page.getByLabel(say("incidents.note.label"))).toHaveValue("");
    }
    await expect(page.getByText("Clerk's status page is still green.")).toBeVisible();
    await page.reload();
    await expect(page.getByText("Clerk's status page is still green.")).toBeVisible();
    await draw(page, "incident");
    await consoleRows("UPDATE incidents SET resolved_at = now() WHERE resolved_at IS NULL");
  });

  test("break-glass, while the console's Clerk is dead", async ({ page, say }) => {
    await control.setFault("clerk-console", { outage: true });
    await untilConsoleSees(false);
    const door = new DoorPage(page, say);
    await door.visit();
    // Our probes have to see it fail for a minute before they say so.
    await expect(door.phrase).toBeHidden({ timeout: 90_000 });
    const { codes, pin } = sheetOf("mina@ops.example");
    const reason = "Clerk answers 503 and EB waits.";
    await door.fill({ email: "mina@ops.example", code: codes[0] ?? "", pin, reason });
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    await draw(page, "break-glass");
  });

  test("an approval on a phone", async ({ page, say, openBrowser }) => {
    await letIn(page, "mina@ops.example");
    await page.goto("/relying-parties/120");
    const verb = say("operations.names.relying-party.switch-on.verb");
    await page.getByRole("main").getByRole("button", { name: verb }).click();
    const sheet = new GuardedSheet(page, say);
    await sheet.giveReason("Their gateway is back since 18:20; their canary answered 200 twice.");
    await sheet.proveByCode("424242");
    await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
    const handheld = await openBrowser(phone);
    await letIn(handheld, "ari@ops.example");
    await handheld.goto("/approvals");
    await handheld.getByRole("main").getByRole("link").last().click();
    await expect(handheld.locator(".request-code").first()).toBeVisible();
    await draw(handheld, "approval-phone");
  });
}
