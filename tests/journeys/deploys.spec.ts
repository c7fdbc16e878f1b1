import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { GuardedSheet } from "../support/guarded-sheet";
import { hostControl, pushed, readyService, serviceOf, settledHost } from "../support/host";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";

test.afterEach(async () => {
  await consoleRows("DELETE FROM reviews WHERE operation = 'deploy.rollback-emergency'");
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE state IN ('awaiting_approval', 'ready', 'draft')",
  );
});

type Told = { category: string; suspectedDeploy: string | null; evidence: { probe: string; status: string }[] };

/** Lets the worker look as often as the test asks, until the verdict is that. */
async function untilTold(page: Page, wanted: (told: Told) => unknown, is: unknown): Promise<void> {
  const seen = async (): Promise<unknown> => {
    await consoleRows("UPDATE probe_lanes SET due_at = now()");
    return wanted(
      (await (await page.request.get("/api/v1/triage", { headers: { connection: "close" } })).json()) as Told,
    );
  };
  await expect.poll(seen, { intervals: [1_000], timeout: 60_000 }).toEqual(is);
}

test("a bad deploy: Mina sees which one it was, rolls it back alone, and sign-in works again", async ({
  page,
  say,
}) => {
  const idp = await serviceOf("identity-provider");
  await settledHost(idp.id);
  await letIn(page, "mina@ops.example");
  await page.goto("/triage");
  await control.startScenario("bad-deploy");
  await untilTold(page, ({ category }) => category, "bad_deploy");
  const main = page.getByRole("main");
  await page.getByRole("link", { name: say("triagePage.next.roll_back.act") }).click();
  await expect(main.getByText(say("deploys.suspicion.lead", { app: "Identity provider" }))).toBeVisible();
  const verb = say("operations.names.deploy.rollback-emergency.verb");
  await main.getByRole("button", { name: verb, exact: true }).click();
  const sheet = new GuardedSheet(page, say);
  await expect(sheet.sheet.getByText(say("deploys.rollback.notMigrations"))).toBeVisible();
  await sheet.giveReason("Sign-in answers 500 since the last deploy.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  const id = await sheet.requestId();
  await sheet.close();
  await settledHost(idp.id);
  await expect
    .poll(() => consoleRows("SELECT state FROM action_requests WHERE id = $1", [id]), { timeout: 30_000 })
    .toEqual([{ state: "succeeded" }]);
  // The share of errors that the host counts is of the last minutes, by a clock that the sandbox's is ahead of.
  const upAgain = ({ evidence, suspectedDeploy }: Told) => [
    evidence.find(({ probe }) => probe === "idp_up")?.status,
    suspectedDeploy,
  ];
  await untilTold(page, upAgain, ["ok", null]);
  expect((await serviceOf("identity-provider")).autoDeploy).toBe("no");
  await page.goto("/deploys?app=identity-provider");
  const reminder = main.getByText(say("deploys.pause.words"));
  await expect(reminder.filter({ hasText: "Identity provider" })).toBeVisible();
});

test("Mina asks, Jae agrees, and what served before serves again", async ({ page, say, openBrowser }) => {
  const { id: serviceId } = await readyService("support-desk");
  const bad = await pushed("support-desk");
  await letIn(page, "mina@ops.example");
  await page.goto("/deploys?app=support-desk");
  const verb = say("operations.names.deploy.rollback.verb");
  const acts = page.getByRole("region", { name: say("deploys.acts.title") });
  await acts.getByRole("button", { name: verb, exact: true }).click();
  const hers = new GuardedSheet(page, say);
  await hers.giveReason("The new search returns nothing.");
  await hers.proveByCode("424242");
  await expect(hers.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  const [asked] = await consoleRows<{ id: string }>(
    "SELECT id::text FROM action_requests WHERE operation = 'deploy.rollback' AND state = 'awaiting_approval'",
  );
  const jaes = await openBrowser();
  await letIn(jaes, "jae@ops.example");
  const his = new RequestPage(jaes, say);
  await his.open(asked?.id ?? "");
  await his.press("approve");
  await his.proveByCode(say("approvals.sheet.approved", { name: "Mina Seo" }));
  await hers.run(verb);
  await hers.close();
  await settledHost(serviceId);
  const list = page.getByRole("main");
  await expect(list.getByText(say("deploys.status.live"), { exact: false }).first()).toBeVisible();
  await expect
    .poll(() => consoleRows("SELECT state FROM action_requests WHERE id = $1", [asked?.id]), { timeout: 30_000 })
    .toEqual([{ state: "succeeded" }]);
  await page.reload();
  await expect(list.getByText(bad.commit?.id.slice(0, 7) ?? "").first()).toBeVisible();
});

test("Jae sets one variable, Ari agrees to its name, and while one of three instances has it the page says so", async ({
  page,
  say,
  openBrowser,
}) => {
  const idp = await serviceOf("identity-provider");
  await settledHost(idp.id);
  await letIn(page, "jae@ops.example");
  await page.goto("/deploys?app=identity-provider");
  const form = page.getByRole("form", { name: say("deploys.envKey.title") });
  await form.getByLabel(say("deploys.envKey.key")).fill("journey flag");
  await form.getByRole("button", { name: say("deploys.envKey.make") }).click();
  await expect(form.getByText(say("deploys.envKey.keyBad"))).toBeVisible();
  await expect(form.getByText(say("deploys.envKey.valueBad"))).toBeVisible();
  await form.getByLabel(say("deploys.envKey.key")).fill("JOURNEY_FLAG");
  await form.getByLabel(say("deploys.envKey.value")).fill("on");
  await form.getByRole("button", { name: say("deploys.envKey.make") }).click();
  const hers = new GuardedSheet(page, say);
  await hers.giveReason("The flag goes on for everybody.");
  await hers.proveByCode("424242");
  await expect(hers.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  const [asked] = await consoleRows<{ id: string }>(
    "SELECT id::text FROM action_requests WHERE operation = 'env-key.set' AND state = 'awaiting_approval'",
  );
  const aris = await openBrowser();
  await letIn(aris, "ari@ops.example");
  const his = new RequestPage(aris, say);
  await his.open(asked?.id ?? "");
  await his.press("approve");
  await his.proveByCode(say("approvals.sheet.approved", { name: "Jae Han" }));
  await hers.run(say("operations.names.env-key.set.verb"));
  await hers.close();
  try {
    await hostControl("PUT /render/identity-provider/convergence", { converged: 1 });
    await settledHost(idp.id);
    const follows = page.getByRole("region", { name: say("deploys.follow.title") });
    await expect(follows.getByText(say("deploys.follow.converging", { renewed: 1, instances: 3 }))).toBeVisible({
      timeout: 30_000,
    });
    await hostControl("DELETE /render/identity-provider/convergence");
    await expect
      .poll(() => consoleRows("SELECT state FROM action_requests WHERE id = $1", [asked?.id]), { timeout: 30_000 })
      .toEqual([{ state: "succeeded" }]);
    await expect(follows.getByText(say("deploys.follow.converged", { instances: 3 })).first()).toBeVisible({
      timeout: 30_000,
    });
  } finally {
    await hostControl("DELETE /render/identity-provider/convergence");
    await hostControl("DELETE /render/identity-provider/env-vars/JOURNEY_FLAG");
  }
});

test("logs that the host gives nobody are told with their pause, and are not followed any more", async ({
  page,
  say,
}) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deploys?app=support-desk");
  const logs = page.getByRole("region", { name: say("deploys.logs.title") });
  await logs.getByRole("button", { name: say("deploys.logs.read") }).click();
  await expect(logs.getByRole("button", { name: say("deploys.logs.again") })).toBeVisible();
  await control.setFault("render/logs", { rateLimit: true });
  await logs.getByRole("button", { name: say("deploys.logs.follow"), exact: true }).click();
  await expect(logs.getByText("host_rate_limited")).toBeVisible();
  await expect(logs.getByText(/\d+ seconds?\)/)).toBeVisible();
  await expect(logs.getByRole("button", { name: say("deploys.logs.follow"), exact: true })).toBeVisible();
  await control.clearFault("render/logs");
  await logs.getByRole("button", { name: say("deploys.logs.again") }).click();
  await expect(logs.getByText("host_rate_limited")).toBeHidden();
});
