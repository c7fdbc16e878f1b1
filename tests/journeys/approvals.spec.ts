import { expect, letIn, test } from "../support/browser";
import { forgetColleagues } from "../support/colleagues";
import { control } from "../support/control";
import { Outbox } from "../support/deliveries";
import { GuardedSheet } from "../support/guarded-sheet";
import { thumb } from "../support/hands";
import { enrolPasskey } from "../support/passkey-page";
import { grantedOf, PeoplePage } from "../support/people-page";
import { recordedOf } from "../support/record-tail";
import { RequestPage } from "../support/request-page";
import { consoleRows, idpRows } from "../support/rows";
import { verifyRecord } from "../support/verify-record";
import { VirtualAuthenticator } from "../support/virtual-authenticator";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterEach(async () => {
  // What nobody decided would stand in everybody's inbox, and count against who asked.
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE state IN ('awaiting_approval', 'ready', 'draft')",
  );
  await forgetColleagues(consoleRows);
});
test.afterAll(() => outbox.close());

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

test("Mina asks, Jae approves by passkey on a phone and reads the same code, Mina runs it", async ({
  page,
  say,
  openBrowser,
}) => {
  const id = await outbox.switchedOffParty();
  const [party] = await idpRows<{ name: string }>("SELECT name FROM oauth_applications WHERE id = $1", [id]);
  const verb = say("operations.names.relying-party.switch-on.verb");
  await letIn(page, "mina@ops.example");
  await page.goto(`/relying-parties/${id}`);
  await page.getByRole("main").getByRole("button", { name: verb }).click();
  const hers = new GuardedSheet(page, say);
  await expect(hers.sheet.getByText("Jae Han")).toBeVisible();
  await hers.giveReason("Their gateway is back since 18:20.");
  await hers.proveByCode("424242");
  await expect(hers.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  await expect(hers.sheet.getByRole("button", { name: verb })).toHaveAccessibleDescription(
    say("operation.run.waiting"),
  );
  const code = (await hers.sheet.locator(".request-code").textContent()) ?? "";

  const handheld = await openBrowser(phone);
  await VirtualAuthenticator.plugIn(handheld);
  await letIn(handheld, "jae@ops.example");
  await enrolPasskey(handheld, say, "Phone of Jae");
  const his = new RequestPage(handheld, say, thumb);
  await his.openFromInbox(say("operations.names.relying-party.switch-on.title", { subject: party?.name ?? "" }));
  await expect(his.says("Their gateway is back since 18:20.")).toBeVisible();
  await expect(his.code).toHaveText(code);
  await his.press("approve");
  await his.sheet.proveByPasskey();
  await expect(his.sheet.sheet.getByText(say("approvals.sheet.approved", { name: "Mina Seo" }))).toBeVisible();

  await hers.run(verb);
  const request = await hers.requestId();
  const [now] = await idpRows<{ on: boolean }>('SELECT webhook_enabled AS "on" FROM oauth_applications WHERE id = $1', [
    id,
  ]);
  expect(now?.on).toBe(true);
  const kinds = (await recordedOf(request)).map(({ kind }) => kind);
  expect(kinds).toEqual(["decision", "proof", "decision", "intent", "outcome"]);
  expect(await verifyRecord()).toMatchObject({ verdict: "intact" });
});

test("an approver who is no admin any more when it runs: refused with the reason, and asked anew", async ({
  page,
  say,
  openBrowser,
}) => {
  await letIn(page, "jae@ops.example");
  const people = new PeoplePage(page, say);
  const { people: ids, code } = await people.grant(1, "Second shift.");
  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto("/approvals");
  const his = new RequestPage(other, say);
  await his.openFromInbox(say("operations.names.person.grant-role.title"));
  await expect(his.code).toHaveText(code);
  await his.press("approve");
  await his.proveByCode(say("approvals.sheet.approved", { name: "Jae Han" }));

  const { sheet } = people;
  await expect(sheet.sheet.getByText(say("operation.run.ready"))).toBeVisible();
  await control.setRoles("ari@ops.example", ["responder"]);
  await sheet.sheet.getByRole("button", { name: people.verb, exact: true }).click();
  await expect(sheet.sheet.getByText(say("refusals.approval_missing.sentence"))).toBeVisible();
  await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  expect(await grantedOf(ids)).toEqual([]);
  await sheet.sheet.getByRole("link", { name: say("operation.secondPerson.page") }).click();
  await expect(page.getByText(say("approvals.decision.lost"))).toBeVisible();
  const approve = new RequestPage(page, say).act("approve");
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(approve).toHaveAccessibleDescription(say("refusals.self_approval.sentence"));
});

test("a part of a set is offered: who asked proves the smaller request, and only that part runs", async ({
  page,
  say,
  openBrowser,
}) => {
  await letIn(page, "jae@ops.example");
  const people = new PeoplePage(page, say);
  const { people: ids } = await people.grant(3, "Second shift.");
  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto("/approvals");
  const his = new RequestPage(other, say);
  await his.openFromInbox(say("operations.names.person.grant-role.title"));
  await expect(his.says(say("approvals.set.title", { count: 3 }))).toBeVisible();
  const whole = await his.code.textContent();
  await his.press("fewer");
  const choose = other.getByRole("button", { name: say("approvals.sheet.chooseGo") });
  await expect(choose).toHaveAccessibleDescription(say("approvals.sheet.chooseFewer"));
  await other.getByRole("checkbox", { name: "Colleague 3" }).uncheck();
  await choose.click();
  const part = his.sheet.sheet.locator(".request-code");
  await expect(part).not.toHaveText(whole ?? "");
  const code = (await part.textContent()) ?? "";
  await his.proveByCode(say("approvals.sheet.offered", { name: "Jae Han" }));

  await expect(people.sheet.sheet.getByText(say("operation.secondPerson.offered.lead"))).toBeVisible();
  await people.sheet.sheet.getByRole("link", { name: say("operation.secondPerson.offered.open") }).click();
  const mine = new RequestPage(page, say);
  await expect(mine.says(say("approvals.standing.offeredToYou"))).toBeVisible();
  await expect(mine.code).toHaveText(code);
  await mine.press("prove");
  await mine.proveByCode(say("approvals.sheet.proved"));
  await mine.sheet.close();
  await mine.run(people.verb);
  await expect(mine.says(say("operation.outcome.proved"))).toBeVisible();
  expect((await grantedOf(ids)).toSorted()).toEqual(ids.slice(0, 2).toSorted());

  await page.goto("/approvals?part=history");
  const history = page.getByRole("table", { name: say("approvals.part.history") });
  await expect(history.getByText(say("operation.state.superseded"), { exact: true }).first()).toBeVisible();
});

test("nobody who could approve: said before anything is asked, with what is left", async ({ page, say }) => {
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/people");
  await control.setRoles("ari@ops.example", ["responder"]);
  await consoleRows(
    `UPDATE role_snapshots SET roles = '{responder}', seen_at = now()
      WHERE person_id = (SELECT id FROM people WHERE email = 'ari@ops.example')`,
  );
  const people = new PeoplePage(page, say);
  await people.beginGrant(1);
  const { sheet } = people.sheet;
  await expect(sheet.getByText(say("approvals.nobody.lead"))).toBeVisible();
  for (const option of ["call", "appoint", "stop"] as const)
    await expect(sheet.getByText(say(`approvals.nobody.${option}`))).toBeVisible();
  expect(await consoleRows("SELECT 1 FROM action_requests WHERE state = 'draft'")).toEqual([]);
});

test("a no with its reason reaches who asked at once, and stays in the history", async ({ page, say, openBrowser }) => {
  await letIn(page, "jae@ops.example");
  const people = new PeoplePage(page, say);
  const { people: ids } = await people.grant(1, "Second shift.");
  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto("/approvals");
  const his = new RequestPage(other, say);
  await his.openFromInbox(say("operations.names.person.grant-role.title"));
  await his.press("deny");
  const words = his.sheet.sheet.getByLabel(say("approvals.sheet.denyReason"));
  await his.sheet.sheet.getByRole("button", { name: say("approvals.sheet.denyGo") }).click();
  await expect(his.sheet.sheet.getByText(say("operation.reason.missing"))).toBeVisible();
  await words.fill("They leave next week.");
  await his.sheet.sheet.getByRole("button", { name: say("approvals.sheet.denyGo") }).click();
  await his.proveByCode(say("approvals.sheet.denied"));

  const { sheet } = people.sheet;
  await expect(sheet.getByText(say("operation.secondPerson.denied", { name: "Ari Levin" }))).toBeVisible();
  await expect(sheet.getByText("They leave next week.")).toBeVisible();
  expect(await grantedOf(ids)).toEqual([]);
  await other.goto("/approvals?part=history");
  const newest = other
    .getByRole("table", { name: say("approvals.part.history") })
    .getByRole("row")
    .nth(1);
  await expect(newest).toContainText(say("approvals.decision.by.denied", { name: "Ari Levin" }));
  await expect(newest).toContainText("They leave next week.");
});

test("nobody answers in time: by the database's clock it is over on both screens", async ({
  page,
  say,
  openBrowser,
}) => {
  await letIn(page, "jae@ops.example");
  const people = new PeoplePage(page, say);
  const { people: ids } = await people.grant(1, "Second shift.");
  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto("/approvals");
  const his = new RequestPage(other, say);
  await his.openFromInbox(say("operations.names.person.grant-role.title"));
  await consoleRows(
    "UPDATE action_requests SET approve_by = now(), execute_by = now() WHERE state = 'awaiting_approval' AND operation = 'person.grant-role'",
  );
  await expect(people.sheet.sheet.getByText(say("operation.secondPerson.expired"))).toBeVisible();
  await expect(his.says(say("operation.state.expired")).first()).toBeVisible();
  await expect(his.act("approve")).toHaveCount(0);
  expect(await grantedOf(ids)).toEqual([]);
});
