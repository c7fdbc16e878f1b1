import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import {
  canary,
  deleteKey,
  fingerprintOf,
  firstKeyAgain,
  forgetClerkKeys,
  goodKeys,
  knownApps,
  managedKey,
} from "../support/clerk-keys";
import { control } from "../support/control";
import { GuardedSheet } from "../support/guarded-sheet";
import { serviceOf, settledHost } from "../support/host";
import { filesThatHold, tablesThatHold } from "../support/places-that-hold";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

const apps = ["accounts", "storefront", "support-desk", "identity-provider"];
const old = fingerprintOf(managedKey());

const calm = async (): Promise<void> => {
  await control.clearFaults();
  await control.stopScenario("secret-key-leak");
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE operation LIKE 'clerk-key.%' AND state IN ('draft', 'proved', 'awaiting_approval', 'ready', 'running')",
  );
  await forgetClerkKeys(consoleRows);
  await firstKeyAgain(apps);
};
test.beforeAll(async () => {
  await calm();
  await knownApps(consoleRows);
});
test.afterAll(calm);

/** Everything that the browser was answered, as text. */
function hears(page: Page): string[] {
  const heard: string[] = [];
  page.on("response", async (response) => {
    heard.push(await response.text().catch(() => ""));
  });
  return heard;
}

/** Asked for with a reason and a proof, until another admin has to agree. */
async function ask(page: Page, say: Say, verb: string): Promise<GuardedSheet> {
  await page.getByRole("main").getByRole("button", { name: verb, exact: true }).first().click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("A scanner found it in a public repository.");
  await sheet.proveByCode("424242");
  return sheet;
}

async function approve(page: Page, say: Say, operation: string, name: string): Promise<void> {
  const asked = () =>
    consoleRows<{ id: string }>(
      "SELECT id::text FROM action_requests WHERE operation = $1 AND state = 'awaiting_approval' ORDER BY created_at DESC LIMIT 1",
      [operation],
    );
  await expect.poll(asked).toHaveLength(1);
  const request = new RequestPage(page, say);
  await request.open((await asked())[0]?.id ?? "");
  await request.press("approve");
  await request.proveByCode(say("approvals.sheet.approved", { name }));
}

const row = (page: Page, say: Say, app: string) =>
  page.getByRole("region", { name: say("clerkKeys.page.consumers") }).getByRole("row", { name: app });

async function deployed(): Promise<void> {
  for (const slug of apps) await settledHost((await serviceOf(slug)).id);
}

test("a leaked key: one app fails midway and nothing is revoked; then all are over, it is deleted, and answers 401", async ({
  page,
  say,
  openBrowser,
}, { project }) => {
  test.setTimeout(180_000);
  const [jae, ari] = [page, await openBrowser()];
  const heard = [hears(jae), hears(ari)];
  await Promise.all([letIn(jae, "jae@ops.example"), letIn(ari, "ari@ops.example")]);
  await control.startScenario("secret-key-leak");
  await jae.goto("/triage");
  await jae
    .getByRole("link", { name: say("triagePage.next.replace_key.act") })
    .first()
    .click();
  await expect(jae).toHaveURL(`/keys/secret/${old}`);
  await expect(jae.getByText(say("clerkKeys.page.stage.new"))).toBeVisible();

  // The incident begins with what the page has measured, and leads back to the key.
  await jae
    .getByRole("region", { name: say("clerkKeys.page.after") })
    .getByRole("button", { name: say("operations.names.incident.declare.verb") })
    .click();
  const sheet = jae.getByRole("dialog");
  await expect(sheet.getByLabel(say("incidents.declare.title"), { exact: true })).toHaveValue(
    say("clerkKeys.page.incident.title", { fingerprint: old }),
  );
  await expect(sheet.getByLabel(say("incidents.declare.note"))).toHaveValue(new RegExp(`Accounts: .*${old}`));
  await sheet.getByRole("button", { name: say("operations.names.incident.declare.verb") }).click();
  await expect(jae).toHaveURL(/\/incidents\/\d+$/);
  const incident = new URL(jae.url()).pathname;
  await jae.getByRole("link", { name: say("incidents.toKey", { key: old }) }).click();
  await expect(jae).toHaveURL(`/keys/secret/${old}`);

  const replace = say("operations.names.clerk-key.replace.verb");
  const first = await ask(jae, say, replace);
  await approve(ari, say, "clerk-key.replace", "Jae Han");
  await control.setFault("render/deploy", { status: 500 });
  await first.sheet.getByRole("button", { name: replace, exact: true }).click();
  await expect(first.sheet.getByText(say("refusals.clerk_key_consumer_failed.wayOut"))).toBeVisible();
  await first.close();
  await control.clearFaults();
  await expect(row(jae, say, "Accounts").getByText(say("clerkKeys.page.state.failed"))).toBeVisible();
  expect((await goodKeys()).includes(old)).toBe(true);

  // Another admin goes on with it.
  await ari.goto(`/keys/secret/${old}`);
  const second = await ask(ari, say, say("clerkKeys.page.goOn"));
  await approve(jae, say, "clerk-key.replace", "Ari Levin");
  await second.run(say("clerkKeys.page.goOn"));
  await second.close();
  await deployed();
  await expect(row(ari, say, "Accounts").getByText(say("clerkKeys.page.state.over"))).toBeVisible({ timeout: 20_000 });

  const vouch = say("operations.names.clerk-key.vouch.verb");
  for (const app of ["Support desk", "Identity provider"]) {
    await row(ari, say, app).getByRole("button", { name: vouch }).click();
    const sheet = new GuardedSheet(ari, say);
    await sheet.giveReason("Seen in its own settings.");
    await sheet.proveByCode("424242");
    await sheet.run(vouch);
    await sheet.close();
  }
  const [fresh = ""] = await goodKeys();
  await expect(ari.getByText(say("clerkKeys.page.stage.ready", { fresh }))).toBeVisible({ timeout: 20_000 });
  await ari.getByRole("checkbox", { name: say("clerkKeys.page.lastUsed") }).check();
  const release = say("operations.names.clerk-key.release.verb");
  const third = await ask(ari, say, release);
  await approve(jae, say, "clerk-key.release", "Ari Levin");
  await third.run(release);
  await third.close();
  await expect(ari.getByText(say("clerkKeys.page.stage.released", { fingerprint: old }))).toBeVisible();

  await deleteKey(old);
  const close = say("operations.names.clerk-key.close.verb");
  const last = await ask(ari, say, close);
  await last.run(close);
  await last.close();
  await expect(ari.getByText(say("clerkKeys.page.stage.ended", { fresh }))).toBeVisible();
  await expect(ari.getByText(say("clerkKeys.page.own.old"))).toBeVisible();

  // What was done under it stands in its timeline: what reaches outside is offered the open incident.
  const around = ari.getByRole("region", { name: say("clerkKeys.page.after") });
  await ari.reload();
  await around
    .getByRole("link", { name: say("incidents.open", { incident: `INC-${incident.split("/").at(-1)}` }) })
    .click();
  await expect(ari).toHaveURL(incident);
  const timeline = ari.getByRole("list", { name: say("incidents.timeline.title") });
  for (const [act, state] of [
    ["replace", "failed"],
    ["replace", "succeeded"],
    ["close", "succeeded"],
  ] as const)
    await expect(
      timeline.getByText(
        `${say(`operations.names.clerk-key.${act}.title`, { subject: old })}: ${say(`operation.state.${state}`)}`,
      ),
    ).toBeVisible();

  expect(heard.flat().filter((text) => text.includes(canary))).toEqual([]);
  expect(heard.flat().some((text) => text.includes(fresh))).toBe(true);
  expect([await tablesThatHold(canary), filesThatHold(canary, project.outputDir)]).toEqual([[], []]);
  // The search finds what may be found: the record knows the new key by its fingerprint, and so do the traces of what pages were answered.
  expect(await tablesThatHold(fresh)).toContain("public.record");
  const holding = filesThatHold(fresh, project.outputDir);
  expect(holding.some((file) => file.startsWith(project.outputDir))).toBe(true);
});
