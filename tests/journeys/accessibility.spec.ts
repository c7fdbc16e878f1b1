import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { Outbox } from "../support/deliveries";
import { faultsAt320, faultsInBoth, schemesIn } from "../support/faults";
import { RetrySheet } from "../support/retry-sheet";
import { consoleRows } from "../support/rows";
import type { Language, Say } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

/** Every page of the console, with few rows where it has many, and how it shows that it is there. */
const pages = (say: Say, id: string, request: { id: string; subject: string }): [string, string][] => [
  ["/triage", ""],
  ["/triage?range=1h&as=table", ""],
  [`/deliveries?q=${id}`, say("deliveries.title")],
  [`/deliveries/${id}`, id],
  ["/incidents", say("incidents.title")],
  ["/deploys?app=support-desk", say("deploys.title")],
  ["/deploys?app=identity-provider", say("deploys.title")],
  ["/keys", say("keys.title")],
  ["/keys?part=tokens", say("keys.title")],
  ["/keys?part=secrets", say("keys.title")],
  ["/keys?part=own", say("keys.title")],
  ["/keys/secret/00000000", say("clerkKeys.title", { fingerprint: "00000000" })],
  ["/keys/whk-norae-3?drill=now", "whk-norae-3"],
  ["/operations", say("operations.title")],
  [`/operations/${request.id}`, say("operations.names.delivery.retry.title", { subject: request.subject })],
  ["/record?before=6", say("record.title")],
  ["/settings", say("settings.title")],
  ["/bypass", say("bypass.title")],
  ["/settings/break-glass", say("settings.title")],
  ["/settings/passkeys", say("settings.title")],
  ["/settings/tokens", say("settings.title")],
  ["/settings/api", say("settings.title")],
  ["/settings/people", say("settings.title")],
  ["/settings/relying-parties", say("settings.title")],
  ["/settings/apps", say("settings.title")],
  ["/settings/apps/new", say("settings.title")],
  ["/settings/contacts", say("settings.title")],
  ["/settings/contacts/new", say("settings.title")],
  ["/relying-parties/120", "Gaon Energy"],
  ["/relying-parties/12", "EB"],
  ["/people", say("customers.title")],
  ["/sessions", say("sessions.title")],
  ["/people?q=customer-01", say("customers.title")],
  ["/people/18", say("customers.personTitle", { id: "18" })],
  ["/people/41", say("customers.personTitle", { id: "41" })],
  ["/settings/channels?channel=mail", say("settings.title")],
  ["/notices", say("notices.title")],
  ["/deliveries/1", say("states.notFound.title")],
  ["/nowhere", say("states.notFound.title")],
];

async function anyRequest(): Promise<{ id: string; subject: string }> {
  const [row] = await consoleRows<{ id: string; subject: string }>(
    `SELECT id::text, shown_text::jsonb ->> 'subject' AS subject FROM action_requests
      WHERE operation = 'delivery.retry' AND shown_text <> 'null' ORDER BY created_at LIMIT 1`,
  );
  if (!row) throw new Error("Nobody has asked for anything yet.");
  return row;
}

/** Walks through the sheet and stops at each gate. */
async function atEachGate(page: Page, say: Say, look: (gate: string) => Promise<void>): Promise<void> {
  const sheet = new RetrySheet(page, say);
  await sheet.open();
  await look("reason");
  await sheet.sheet.getByRole("button", { name: say("operation.reason.go") }).click();
  await expect(sheet.sheet.getByText(say("operation.reason.missing"))).toBeVisible();
  await look("reason, empty");
  await sheet.giveReason("Their gateway is back.");
  await look("proof");
  await sheet.prove("000000");
  await expect(sheet.sheet.getByText(say("operation.proof.codeWrong"))).toBeVisible();
  await look("proof, wrong code");
  await sheet.prove("424242");
  await expect(sheet.sheet.getByText(say("operation.run.ready"))).toBeVisible();
  await look("run");
  await sheet.run();
  await expect(sheet.outcome).toBeVisible();
  await look("outcome");
  await sheet.close();
}

for (const language of ["en", "ko"] as const satisfies Language[]) {
  test.describe(language, () => {
    test.use({ language });

    test("axe finds nothing on any page, nor at any gate of the sheet, and nothing scrolls sideways at 320 px", async ({
      page,
      say,
      expectComplaint,
      mayComplain,
    }) => {
      test.setTimeout(480_000);
      mayComplain(/status of 404/);
      expectComplaint(/status of 422/);
      const found: Record<string, string[]> = {};
      const look = async (place: string): Promise<void> =>
        void Object.assign(found, await faultsInBoth(page, place, schemesIn(language)), await faultsAt320(page, place));
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look("/sign-in");
      await letIn(page, "mina@ops.example");
      const { id } = await outbox.row();
      await page.goto(`/deliveries/${id}`);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await atEachGate(page, say, (gate) => look(`sheet: ${gate}`));
      for (const [path, heading] of pages(say, id, await anyRequest())) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
        await look(path);
      }
      expect(found).toEqual({});
    });
  });
}

test.describe("focus", () => {
  test("goes into the sheet, stays there in reading order, and comes back to the button", async ({ page, say }) => {
    await letIn(page, "mina@ops.example");
    const { id } = await outbox.row();
    await page.goto(`/deliveries/${id}`);
    const sheet = new RetrySheet(page, say);
    await sheet.open();
    const order: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      order.push(await focusedName(page));
      expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
      await page.keyboard.press("Tab");
    }
    const close = say("common.close");
    const verb = say("operations.names.delivery.retry.verb");
    expect(order.slice(0, 4)).toEqual([say("operation.reason.label"), say("operation.reason.go"), verb, close]);
    expect(order[4]).toBe(order[0]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("main").getByRole("button", { name: verb })).toBeFocused();
  });

  test("a keyboard meets the way past the navigation first, and every stop is seen", async ({ page, say }) => {
    await letIn(page, "mina@ops.example");
    await page.goto("/settings");
    await expect(page.getByRole("heading", { level: 1, name: say("settings.title") })).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: say("shell.skip") })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("#main")).toBeFocused();
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press("Tab");
      expect(await focusIsSeen(page)).toBe(true);
    }
  });
});

const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const labels =
      element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement ? element.labels : null;
    return (labels?.[0]?.textContent ?? element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
  });

/** Whether what has the focus shows a ring and lies inside the window. */
const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return false;
    const rings = [element, ...(element.parentElement ? [element.parentElement] : [])].map((each) =>
      getComputedStyle(each),
    );
    const { top, bottom } = element.getBoundingClientRect();
    const ring = rings.some(({ outlineStyle, boxShadow }) => outlineStyle !== "none" || boxShadow !== "none");
    return ring && bottom > 0 && top < window.innerHeight;
  });
