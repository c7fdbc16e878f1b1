import { apiClient } from "../support/api-client";
import { expect, letIn, test } from "../support/browser";
import { control } from "../support/control";
import { countGroup, deadGroup, forgetGroup } from "../support/dead-group";
import { relyingParties } from "../support/deliveries";
import { RequestPage } from "../support/request-page";
import { consoleRows } from "../support/rows";
import { inShell } from "../support/shell";
import { world } from "../support/world";

let event = "";
test.beforeEach(async () => {
  event = await deadGroup(4);
});
test.afterEach(async () => {
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE state IN ('awaiting_approval', 'ready', 'draft')",
  );
  await forgetGroup(event);
});

type Told = { id: string; approveUrl: string; digest: string; action_request_nonce: string; data: { id: string }[] };

/** What a person types, and reads. */
async function curl(token: string, path: string, body?: object): Promise<Told> {
  const { out } = await inShell(
    `curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$CONSOLE/api/v1$AT" ${body ? '-d "$BODY"' : ""}`,
    { TOKEN: token, CONSOLE: world().consoleUrl, AT: path, BODY: JSON.stringify(body ?? null) },
  );
  return JSON.parse(out) as Told;
}

test("curl asks for a retry and a client for a replay; Mina proves both in her browser, Jae agrees, and both arrive", async ({
  page,
  say,
  openBrowser,
}) => {
  const { apiTokens } = await control.describe();
  const [row] = (await curl(apiTokens.read, `/admin/webhook_outbox?status=dead&event_type=${event}&limit=1`)).data;
  const asking = { operation: "delivery.retry", input: { id: row?.id }, reason: "Their gateway is back." };
  const asked = await curl(apiTokens.operate, "/action_requests", asking);
  await letIn(page, "mina@ops.example");
  const hers = new RequestPage(page, say);
  const proves = async (id: string, url: string, digest: string): Promise<void> => {
    await page.goto(url);
    await expect(page).toHaveURL(`/operations/${id}`);
    // The code that the program was told, and that the page shows.
    expect((await hers.code.textContent())?.replaceAll(/\W/g, "").toLowerCase()).toBe(digest.slice(0, 8));
    await hers.press("prove");
    await hers.proveByCode(say("approvals.sheet.proved"));
  };
  await proves(asked.id, asked.approveUrl, asked.digest);
  const { action_request_nonce } = await curl(apiTokens.operate, `/action_requests/${asked.id}?wait=30`);
  await curl(apiTokens.operate, `/admin/webhook_outbox/${row?.id}/retry`, { action_request_nonce });
  await expect.poll(async () => (await countGroup(event)).delivered, { timeout: 30_000 }).toBe(1);

  const call = apiClient(apiTokens.operate);
  const input = { filter: { app: relyingParties.podoGames, event }, ratePerSecond: 5 };
  const replay = await call("askForAct", { body: { ...asking, operation: "delivery.replay", input } });
  await proves(replay.id, replay.approveUrl, replay.digest);
  const waiting = call("getActionRequest", { path: { id: replay.id }, query: { wait: 30 } });
  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  const his = new RequestPage(other, say);
  await his.open(replay.id);
  await his.press("approve");
  await his.proveByCode(say("approvals.sheet.approved", { name: "Mina Seo" }));
  const { action_request_nonce: nonce = "" } = await waiting;
  await call("confirmAct", { path: { id: replay.id }, body: { action_request_nonce: nonce } });
  const job = () => call("getJob", { path: { id: replay.id } });
  await expect.poll(job, { timeout: 60_000 }).toMatchObject({ state: "finished", total: 3, done: 3, failed: 0 });
  expect((await countGroup(event)).delivered).toBe(4);
});
