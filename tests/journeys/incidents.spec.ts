import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { healthyAgain, listDead } from "../support/dead-letters";
import { faultsInBoth, sticksOut } from "../support/faults";
import { keyboard, markDocument } from "../support/hands";
import { openIncident } from "../support/incidents";
import { RetrySheet } from "../support/retry-sheet";
import { consoleRows } from "../support/rows";
import type { Language, Say } from "../support/words";

const verb = (say: Say): string => say("operations.names.incident.declare.verb");
const sheetOf = (page: Page, say: Say) => page.getByRole("dialog", { name: verb(say) });

/** Opens the sheet and declares what it says already: two clicks. */
async function declare(page: Page, say: Say): Promise<void> {
  await page.goto("/incidents");
  await page
    .getByRole("main")
    .getByRole("button", { name: verb(say) })
    .click();
  await sheetOf(page, say)
    .getByRole("button", { name: verb(say) })
    .click();
  await expect(page).toHaveURL(/\/incidents\/\d+$/);
}

test("declared in two clicks, written into by another person without a reload, and resolved for both", async ({
  page,
  openBrowser,
  say,
}) => {
  await letIn(page, "mina@ops.example");
  await declare(page, say);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/INC-\d+/);
  const timeline = page.getByRole("list", { name: say("incidents.timeline.title") });
  await expect(timeline.getByRole("listitem")).toHaveCount(1);
  const unmoved = await markDocument(page);
  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  await other.goto(new URL(page.url()).pathname);
  const note = 'Two app owners called.\n<img src=x onerror="alert(1)"> & {count} \u202egnp.exe';
  await other.getByLabel(say("incidents.note.label")).fill(note);
  await other
    .getByRole("main")
    .getByRole("button", { name: say("operations.names.incident.annotate.verb") })
    .click();
  await expect(other.getByLabel(say("incidents.note.label"))).toHaveValue("");
  const line = timeline.getByRole("listitem").nth(1);
  await expect(line).toContainText('<img src=x onerror="alert(1)"> & {count} ⟨U+202E⟩gnp.exe');
  await expect(line).toContainText("Jae Han");
  expect(await page.locator(".timeline img").count()).toBe(0);
  const resolve = say("operations.names.incident.resolve.verb");
  await other.getByRole("main").getByRole("button", { name: resolve }).click();
  const sheet = other.getByRole("dialog");
  await sheet.getByRole("button", { name: resolve }).click();
  await expect(sheet.getByText(say("incidents.resolve.missing"))).toBeVisible();
  await sheet.getByLabel(say("incidents.resolve.label")).fill("Clerk answers again.");
  await sheet.getByRole("button", { name: resolve }).click();
  await expect(sheet).toBeHidden();
  await expect(timeline.getByRole("listitem").last()).toContainText("Clerk answers again.");
  await expect(page.getByRole("main").getByRole("button", { name: resolve })).toHaveCount(0);
  expect(await unmoved()).toBe(true);
});

test("who declares what is open already is shown the way to it, loses no word, and may say that it is another", async ({
  page,
  say,
}) => {
  await letIn(page, "sol@ops.example");
  await declare(page, say);
  const first = page.url();
  await page.goto("/incidents");
  await page
    .getByRole("main")
    .getByRole("button", { name: verb(say) })
    .click();
  const sheet = sheetOf(page, say);
  await sheet.getByLabel(say("incidents.declare.title"), { exact: true }).fill("Only Japan is slow");
  await sheet.getByLabel(say("incidents.declare.note")).fill("Their office called.");
  await sheet.getByText(say("incidents.declare.severityOf.sev2")).click();
  await sheet.getByRole("button", { name: verb(say), exact: true }).click();
  await expect(sheet.getByText("incident_open")).toBeVisible();
  await expect(sheet.getByRole("link")).toHaveAttribute("href", new URL(first).pathname);
  await expect(sheet.getByLabel(say("incidents.declare.title"), { exact: true })).toHaveValue("Only Japan is slow");
  await sheet.getByRole("button", { name: say("incidents.declare.another") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Only Japan is slow");
  await expect(page.getByText("Their office called.")).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link", { name: /2/ }).first()).toBeVisible();
});

test("by keys alone: declared, annotated, resolved", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/incidents");
  await keyboard.press(page.getByRole("main").getByRole("button", { name: verb(say) }));
  await keyboard.press(sheetOf(page, say).getByRole("button", { name: verb(say) }));
  await expect(page).toHaveURL(/\/incidents\/\d+$/);
  await keyboard.write(page.getByLabel(say("incidents.note.label")), "Called the vendor.");
  await keyboard.press(
    page.getByRole("main").getByRole("button", { name: say("operations.names.incident.annotate.verb") }),
  );
  await expect(page.locator(".timeline").getByText("Called the vendor.")).toBeVisible();
  const resolve = say("operations.names.incident.resolve.verb");
  await keyboard.press(page.getByRole("main").getByRole("button", { name: resolve }));
  await keyboard.write(page.getByRole("dialog").getByLabel(say("incidents.resolve.label")), "It answers again.");
  await keyboard.press(page.getByRole("dialog").getByRole("button", { name: resolve }));
  await expect(page.locator(".timeline").getByText("It answers again.")).toBeVisible();
});

test("what is retried for an incident stands in its timeline, and what was said to have nothing to do with it does not", async ({
  page,
  say,
}) => {
  const number = await openIncident(consoleRows, { title: "EB answered 503 for an hour" });
  const [mine, other] = await listDead(healthyAgain.id, 2);
  await letIn(page, "mina@ops.example");
  const retry = async (id: string, prepare: (sheet: RetrySheet) => Promise<void>): Promise<void> => {
    await page.goto(`/deliveries/${id}`);
    const sheet = new RetrySheet(page, say);
    await sheet.open();
    await prepare(sheet);
    await sheet.giveReason("EB answers again.");
    await sheet.prove("424242");
    await sheet.run();
    await expect(sheet.outcome).toBeVisible();
  };
  await retry(other?.id ?? "", async ({ sheet }) => {
    const field = sheet.getByLabel(say("operation.reason.incident"), { exact: true });
    await expect(field).toHaveValue(`INC-${number}`);
    await field.selectOption({ label: say("operation.reason.noIncident") });
  });
  await retry(mine?.id ?? "", async () => {});
  await page.goto(`/incidents/${number}`);
  const ran = page.locator(".timeline").getByRole("link");
  await expect(ran).toHaveCount(1);
  await ran.click();
  await expect(page).toHaveURL(/\/operations\//);
  await expect(page.getByRole("main").getByText(`INC-${number}`)).toBeVisible();
});

test.describe("Korean, on a phone of 360 px", () => {
  test.use({ language: "ko", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("an incident is declared, read and found in the list, and nothing sticks out", async ({ page, say }) => {
    await letIn(page, "mina@ops.example");
    await page.goto("/incidents");
    await expect(page.getByText(say("incidents.empty.any"))).toBeVisible();
    await page
      .getByRole("main")
      .getByRole("button", { name: verb(say) })
      .click();
    await expect(sheetOf(page, say)).toBeVisible();
    expect(await sticksOut(page, "incidents")).toEqual([]);
    await sheetOf(page, say)
      .getByRole("button", { name: verb(say) })
      .click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(say("incidents.declare.unknownTitle"));
    expect(await sticksOut(page, "incidents")).toEqual([]);
    await page.goto("/incidents?state=open");
    await expect(page.getByRole("table").getByRole("link")).toContainText(/INC-\d+/);
    expect(await sticksOut(page, "incidents")).toEqual([]);
    await page.goto("/incidents?state=resolved");
    await expect(page.getByText(say("incidents.empty.resolved"))).toBeVisible();
  });
});

/** An incident with a line of every kind. */
async function eventful(): Promise<number> {
  const number = await openIncident(consoleRows, {
    title: `Clerk${"long".repeat(20)} & \u202egnp.exe`,
    told: "healthy",
  });
  const kinds = [
    ["began", { probes: ["clerk_api", "clerk_frontend"], suspectedDeploy: "dep-1", category: "clerk_outage" }],
    ["declared", { category: "clerk_outage", severity: "sev1", detectedBy: "probe" }],
    ["verdict", { category: "healthy", severity: "none", wasCategory: "clerk_outage", wasSeverity: "sev1" }],
    [
      "operation",
      { operation: "delivery.retry", subject: "88213402 to EB", requestId: "x", ending: "failed", code: "not_dead" },
    ],
    ["grant_opened", { who: "Mina Seo" }],
    ["grant_ended", { who: "Mina Seo", because: "recovered" }],
    ["resolved", {}],
  ] as const;
  for (const [kind, values] of kinds)
    await consoleRows(
      `INSERT INTO incident_entries (id, incident_id, happened_at, kind, text, values)
       SELECT gen_random_uuid(), id, now() - interval '5 minutes', $2, $3, $4 FROM incidents WHERE number = $1`,
      [number, kind, kind === "resolved" ? "x".repeat(300) : null, JSON.stringify(values)],
    );
  return number;
}

for (const language of ["en", "ko"] as const satisfies Language[]) {
  test.describe(language, () => {
    test.use({ language });

    test("axe finds nothing on the page of an incident, nor in its sheets, and nothing scrolls sideways at 320 px", async ({
      page,
      say,
    }) => {
      const number = await eventful();
      await letIn(page, "mina@ops.example");
      const found: Record<string, string[]> = {};
      const look = async (place: string): Promise<void> => {
        Object.assign(found, await faultsInBoth(page, place));
        await page.setViewportSize({ width: 320, height: 640 });
        const wide = await sticksOut(page, place);
        if (wide.length > 0) found[`${place}, 320 px`] = wide;
        await page.setViewportSize({ width: 1280, height: 720 });
      };
      await page.goto(`/incidents/${number}`);
      await expect(page.locator(".timeline li")).toHaveCount(7);
      await look("incident");
      await page
        .getByRole("main")
        .getByRole("button", { name: say("operations.names.incident.resolve.verb") })
        .click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await look("resolve");
      await page.goto("/incidents");
      await page
        .getByRole("main")
        .getByRole("button", { name: verb(say) })
        .click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await look("declare");
      expect(found).toEqual({});
    });
  });
}
