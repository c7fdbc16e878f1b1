import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { GuardedSheet } from "../support/guarded-sheet";
import { RequestPage } from "../support/request-page";
import { forgetRevocations, nobodysCustomer } from "../support/revocations";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

test.beforeEach(() => control.resetCustomers());
test.afterEach(async () => {
  await forgetRevocations(consoleRows);
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE state IN ('awaiting_approval', 'ready', 'draft')",
  );
  await control.resetCustomers();
});

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const ofRequest = (id: string) => consoleRows("SELECT state, failure_code FROM action_requests WHERE id = $1", [id]);

/** Jae asks on the page of sessions, and Ari approves. @returns the sheet in which Jae may run it, and where Ari looks on */
async function asked(page: Page, other: Page, say: Say): Promise<GuardedSheet> {
  await letIn(page, "jae@ops.example");
  await page.goto("/sessions");
  await page
    .getByRole("main")
    .getByRole("button", { name: say("sessions.ask.verb") })
    .click();
  const sheet = new GuardedSheet(page, say);
  await sheet.sheet.getByRole("button", { name: say("sessions.ask.look") }).click();
  await expect(sheet.sheet.getByText(say("sessions.preview.massLogout", { users: 300 }))).toBeVisible();
  await sheet.giveReason("A Clerk secret key stood in a public log.");
  await sheet.proveByCode("424242");
  await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  await letIn(other, "ari@ops.example");
  await other.goto("/sessions");
  const hers = new RequestPage(other, say);
  await hers.openFromInbox(say("operations.names.session.revoke-everyone.title", { subject: "300" }));
  await expect(hers.says(say("sessions.preview.tokens", { seconds: 60 }))).toBeVisible();
  await hers.press("approve");
  await hers.proveByCode(say("approvals.sheet.approved", { name: "Jae Han" }));
  return sheet;
}

test("Mina may look, and does not sign everyone out", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/sessions");
  const button = page.getByRole("main").getByRole("button", { name: say("sessions.ask.verb") });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(say("refusals.not_allowed.sentence"));
  await expect(page.getByText(say("sessions.checks.sampled", { sessions: 0 }).split(":")[1] ?? "")).toBeVisible();
});

test("Jae signs everyone out, Ari agrees, and the page goes on until nothing is open", async ({
  page,
  say,
  openBrowser,
}) => {
  const { active } = await control.customerSessions();
  const sheet = await asked(page, await openBrowser(), say);
  await sheet.run(say("operations.names.session.revoke-everyone.verb"));
  const id = await sheet.requestId();
  await page.goto(`/operations/${id}`);
  await expect(page.getByRole("main").getByText(say("sessions.progress.state.finished"), { exact: true })).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByRole("heading", { name: say("sessions.progress.title", { revoked: active }) })).toBeVisible();
  expect(await control.customerSessions()).toMatchObject({ active: 0, revoked: active + 1 });
  expect(await ofRequest(id)).toEqual([{ state: "succeeded", failure_code: null }]);
  await page.goto("/sessions");
  await expect(page.getByRole("row").filter({ has: page.locator(`a[href="/operations/${id}"]`) })).toContainText(
    say("sessions.progress.state.finished"),
  );
});

test("Ari cancels it midway, from the other browser, and it stops there", async ({ page, say, openBrowser }) => {
  const other = await openBrowser();
  const sheet = await asked(page, other, say);
  await control.setFault("clerk-managed/backend", { latencyMs: 400 });
  await sheet.run(say("operations.names.session.revoke-everyone.verb"));
  const id = await sheet.requestId();
  await other.goto(`/operations/${id}`);
  await other
    .getByRole("main")
    .getByRole("button", { name: say("operations.names.revocation.cancel.verb") })
    .click();
  await expect(other.getByRole("main").getByText(say("sessions.progress.state.canceled"), { exact: true })).toBeVisible(
    {
      timeout: 30_000,
    },
  );
  await control.clearFaults();
  const { active } = await control.customerSessions();
  expect(active).toBeGreaterThan(0);
  expect(await ofRequest(id)).toEqual([{ state: "failed", failure_code: "revocation_canceled" }]);
  await expect(other.getByRole("main").getByText(say("refusals.revocation_canceled.sentence"))).toBeVisible();
});

test("Mina signs one customer out of everything, on a phone", async ({ openBrowser, say }) => {
  const { active } = await control.customerSessions();
  const page = await openBrowser(phone);
  await letIn(page, "mina@ops.example");
  await page.goto(`/people/${nobodysCustomer}`);
  const verb = say("operations.names.session.revoke-person.verb");
  await page.getByRole("main").getByRole("button", { name: verb }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("Their laptop was stolen.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  const id = await sheet.requestId();
  await page.goto(`/operations/${id}`);
  await expect(page.getByRole("main").getByText(say("sessions.progress.state.finished"), { exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole("heading", { name: say("sessions.progress.title", { revoked: 2 }) })).toBeVisible();
  expect(await control.customerSessions()).toMatchObject({ active: active - 2 });
});
