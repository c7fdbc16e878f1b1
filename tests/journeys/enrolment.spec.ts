import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { GuardedSheet } from "../support/guarded-sheet";
import { recordedOf } from "../support/record-tail";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";
import { leaksOf } from "../support/secrets";
import type { Say } from "../support/words";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const pin = "804213";

test.beforeEach(async () => {
  // Jae and Ari stay enrolled; of the two, Jae alone could come in.
  await consoleRows(
    "UPDATE bypass_enrolments SET ended_at = now() WHERE person_id IN (SELECT id FROM people WHERE email = 'mina@ops.example')",
  );
  await consoleRows(
    `UPDATE bypass_enrolments SET sheet_at = NULL, pin_hash = NULL WHERE ended_at IS NULL
        AND person_id IN (SELECT id FROM people WHERE email = 'ari@ops.example')`,
  );
});

const readinessOf = (page: Page, say: Say) => page.getByRole("region", { name: say("readiness.section"), exact: true });

test("two admins enrol Mina, she alone makes her sheet and sees its codes once, and the card turns green", async ({
  page,
  say,
  openBrowser,
}) => {
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/break-glass");
  await expect(readinessOf(page, say).getByText(say("readiness.missing.too_few_usable.lead"))).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Ari Levin" })).toContainText(say("readiness.fault.no_factor"));
  await expect(page.getByText(say("readiness.banner.lead")).first()).toBeVisible();
  const enrol = say("operations.names.bypass.enrol.verb");
  await page.getByRole("combobox", { name: say("enrolments.person") }).selectOption({ label: "Mina Seo" });
  await page.getByRole("main").getByRole("button", { name: enrol, exact: true }).click();
  const his = new GuardedSheet(page, say);
  await expect(his.sheet.getByText("delivery.retry")).toBeVisible();
  await his.giveReason("She is on call from Monday.");
  await his.proveByCode("424242");
  await expect(his.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();

  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto("/approvals");
  const hers = new RequestPage(other, say);
  await hers.openFromInbox(say("operations.names.bypass.enrol.title", { subject: "Mina Seo" }));
  await hers.press("approve");
  await hers.proveByCode(say("approvals.sheet.approved", { name: "Jae Han" }));
  await his.run(enrol);
  await his.close();
  await expect(page.getByRole("row").filter({ hasText: "Mina Seo" })).toContainText(say("readiness.fault.no_factor"));

  const minas = await openBrowser(phone);
  await letIn(minas, "mina@ops.example");
  await minas.goto("/bypass");
  const [first, second] = [
    minas.getByLabel(say("enrolments.sheet.pin"), { exact: true }),
    minas.getByLabel(say("enrolments.sheet.again"), { exact: true }),
  ];
  const make = minas.getByRole("button", { name: say("enrolments.sheet.make"), exact: true });
  await first.fill("123456");
  await make.click();
  await expect(minas.getByText(say("enrolments.sheet.fault.guessable"))).toBeVisible();
  await first.fill(pin);
  await second.fill("804214");
  await make.click();
  await expect(minas.getByText(say("enrolments.sheet.fault.differs"))).toBeVisible();
  await second.fill(pin);
  const told: string[] = [];
  minas.on("request", (request) => told.push(`${request.url()} ${request.postData() ?? ""}`));
  await make.click();
  const sheet = new GuardedSheet(minas, say);
  await sheet.giveReason("My first sheet.");
  await sheet.proveByCode("424242");
  await expect(sheet.sheet.getByText(say("operation.run.ready"))).toBeVisible();
  expect(leaksOf([pin], told)).toEqual([]);
  await sheet.run(say("operations.names.bypass.set-sheet.verb"));
  const request = await sheet.requestId();
  await sheet.close();
  const paper = minas.getByRole("group", { name: say("enrolments.sheet.shown.title", { name: "Mina Seo" }) });
  await expect(paper.getByRole("listitem")).toHaveCount(10);
  const codes = await paper.getByRole("listitem").allTextContents();
  expect(new Set(codes).size).toBe(10);
  await minas.emulateMedia({ media: "print" });
  await expect(paper.getByText(codes[0] ?? "")).toBeVisible();
  await expect(minas.getByRole("heading", { name: say("bypass.title"), level: 1 })).toBeHidden();
  await expect(paper.getByRole("button")).toHaveCount(0);
  await minas.emulateMedia({ media: "screen" });
  await paper.getByRole("button", { name: say("enrolments.sheet.shown.keep") }).click();
  await expect(minas.getByText(say("enrolments.sheet.left", { count: 10 })).filter({ visible: true })).toBeVisible();
  for (const path of ["/bypass", `/operations/${request}`, "/record"]) {
    await minas.goto(path);
    await expect(minas.getByRole("heading", { level: 1 })).toBeVisible();
    const seen = await minas.content();
    expect(leaksOf([pin, ...codes], [seen])).toEqual([]);
  }
  const kept = JSON.stringify(await recordedOf(request));
  expect(leaksOf([pin, ...codes], [kept])).toEqual([]);

  await page.reload();
  await expect(readinessOf(page, say).getByText(say("readiness.verdict.armed"))).toBeVisible();
  await expect(page.getByText(say("readiness.banner.lead"))).toHaveCount(0);
});

test("an admin strikes somebody, and it is red for everybody at once", async ({ page, say, openBrowser }) => {
  const reader = await openBrowser({ ...phone, locale: "ko-KR" });
  await letIn(reader, "sol@ops.example");
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/break-glass");
  const strike = say("operations.names.bypass.strike.verb");
  await page.getByRole("row").filter({ hasText: "Ari Levin" }).getByRole("button", { name: strike }).click();
  const sheet = new GuardedSheet(page, say);
  await expect(sheet.sheet.getByText(say("enrolments.strike.unarmed"))).toBeVisible();
  await sheet.giveReason("Ari's bag was stolen.");
  await sheet.proveByCode("424242");
  await sheet.run(strike);
  await sheet.close();
  await expect(page.getByRole("row").filter({ hasText: "Ari Levin" })).toHaveCount(0);
  await expect(readinessOf(page, say).getByText(say("readiness.missing.too_few_enrolled.lead"))).toBeVisible();
  await reader.goto("/deliveries");
  await expect(reader.getByRole("link", { name: "부족한 것 보기" })).toBeVisible();
});

test("who is not enrolled is told whom to ask, and can change nothing", async ({ page, say }) => {
  await letIn(page, "sol@ops.example");
  await page.goto("/bypass");
  await expect(page.getByText(say("enrolments.own.notEnrolled.title")).filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("button", { name: say("enrolments.drill.start") })).toHaveCount(0);
  await page.goto("/settings/break-glass");
  const enrol = page.getByRole("button", { name: say("operations.names.bypass.enrol.verb"), exact: true });
  await expect(enrol).toHaveAccessibleDescription(say("enrolments.needsAdmin"));
  await expect(page.getByRole("button", { name: say("operations.names.bypass.strike.verb") })).toHaveCount(0);
});
