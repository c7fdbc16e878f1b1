import { expect, letIn, test } from "../support/browser";
import { Outbox } from "../support/deliveries";
import { DoorPage } from "../support/door-page";
import { forgetGrants } from "../support/grants";
import { consoleRows } from "../support/rows";
import { restoreSheets, sheetOf } from "../support/sheets";
import { verifyRecord } from "../support/verify-record";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterEach(async () => {
  await forgetGrants(consoleRows);
  await restoreSheets();
});
test.afterAll(() => outbox.close());

const mina = "mina@ops.example";
const reason = "The quarter's drill of break-glass.";
const drilledAt = async (): Promise<string | null> => {
  const [row] = await consoleRows<{ at: Date | null }>(
    `SELECT e.drilled_at AS at FROM bypass_enrolments e JOIN people p ON p.id = e.person_id WHERE p.email = $1 AND e.ended_at IS NULL`,
    [mina],
  );
  return row?.at?.toISOString() ?? null;
};

test("Mina drills: her own factor, the whole ceremony, nothing changed, and the card says that she did", async ({
  page,
  say,
  openBrowser,
  mayComplain,
}) => {
  // The sign-in that she leaves behind asks Clerk for what the drill took from it.
  mayComplain(/__clerk|Clerk|status of (401|503)/);
  const { codes, pin } = sheetOf(mina);
  const { id } = await outbox.row();
  await letIn(page, mina);
  await page.goto("/bypass");
  const row = page.getByRole("row").filter({ hasText: "Mina Seo" });
  await expect(row).toContainText(say("readiness.fact.never"));
  await page.getByRole("button", { name: say("enrolments.drill.start") }).click();
  await expect(page.getByText(say("enrolments.drill.open")).filter({ visible: true })).toBeVisible();

  // To everybody else the door is as shut as ever.
  const other = await openBrowser();
  const elsewhere = new DoorPage(other, say);
  await elsewhere.visit("?drill=1");
  const his = sheetOf("ari@ops.example");
  await elsewhere.fill({ email: "ari@ops.example", code: his.codes[0] ?? "", pin: his.pin, reason });
  await elsewhere.press();
  await expect(elsewhere.refusal("bypass_not_open")).toBeVisible();

  await page.getByRole("link", { name: say("enrolments.drill.goOn") }).click();
  const door = new DoorPage(page, say);
  await expect(door.heading).toBeVisible();
  await expect(page.getByText(say("breakGlass.door.drill"))).toBeVisible();
  await door.fill({ email: mina, code: codes[0] ?? "", pin, reason });
  await door.press();
  const banner = page.getByRole("region", { name: say("glass.label") });
  await expect(banner).toContainText(say("glass.drillLead"));

  await page.goto(`/deliveries/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(id);
  await page
    .getByRole("main")
    .getByRole("button", { name: say("operations.names.delivery.retry.verb") })
    .click();
  await expect(page.getByRole("dialog").getByText("drill_only")).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await drilledAt()).toBeNull();

  const began = Date.now();
  await banner.getByRole("button", { name: say("glass.endNow") }).click();
  await expect(banner).toBeHidden();
  expect(Date.parse((await drilledAt()) ?? "")).toBeGreaterThan(began - 5_000);
  const [owed] = await consoleRows<{ owed: number }>(
    "SELECT count(*)::int AS owed FROM reviews WHERE subject_kind = 'grant' AND filed_at IS NULL",
  );
  expect(owed?.owed).toBe(0);
  await page.goto("/bypass");
  await expect(row).not.toContainText(say("readiness.fact.never"));
  await expect(row).toContainText(say("readiness.holders.codes", { count: 9 }));
  await expect(
    page.getByText(say("bypass.past.drillBy", { name: "Mina Seo" })).filter({ visible: true }),
  ).toBeVisible();
  await expect(page.getByText(say("enrolments.drill.open"))).toHaveCount(0);
  expect(await verifyRecord()).toMatchObject({ verdict: "intact" });
});

test("who is not enrolled finds no drill to start, and the door stays shut to them", async ({ page, say }) => {
  await letIn(page, "sol@ops.example");
  await page.goto("/bypass");
  // By its role: while a page arrives piece by piece, a hidden copy of a piece may be there, too.
  await expect(page.getByRole("heading", { name: say("enrolments.own.notEnrolled.title") })).toBeVisible();
  await expect(page.getByRole("button", { name: say("enrolments.drill.start") })).toHaveCount(0);
  const door = new DoorPage(page, say);
  await door.visit("?drill=1");
  await door.fill({ email: "sol@ops.example", code: "00000-00000-00000-00000-000000", pin: "731958", reason });
  await door.press();
  await expect(door.refusal("bypass_refused")).toBeVisible();
});
