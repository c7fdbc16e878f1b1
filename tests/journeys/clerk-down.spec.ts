import { expect, letIn, test } from "../support/browser";
import { calm, untilConsoleSees } from "../support/calm";
import { control } from "../support/control";
import { Outbox } from "../support/deliveries";
import { RetrySheet } from "../support/retry-sheet";
import { clerkWords } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

const kill = () => control.setFault("clerk-console", { outage: true });
const revive = () => control.clearFault("clerk-console");

test("Mina reads it within 8 s, keeps reading deliveries, and reads when it is over", async ({
  page,
  say,
  mayComplain,
}) => {
  mayComplain(/__clerk|Clerk/);
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  const banner = page.getByText(say("shell.clerkDown.lead"));
  await expect(page.getByRole("table", { name: say("deliveries.list") })).toBeVisible();
  await expect(banner).toBeHidden();
  await kill();
  await expect(banner).toBeVisible({ timeout: 8_000 });
  await page.getByRole("link", { name: say("shell.pages.record") }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("record.title") })).toBeVisible();
  await expect(banner).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: say("record.title") })).toBeVisible();
  await revive();
  await expect(banner).toBeHidden({ timeout: 12_000 });
});

test("when her token has run out she gets a page of ours, never a dead host, and is back by herself", async ({
  page,
  context,
  say,
  mayComplain,
}) => {
  mayComplain(/__clerk|Clerk|status of 503/);
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  await expect(page.getByRole("table", { name: say("deliveries.list") })).toBeVisible();
  await kill();
  await untilConsoleSees(false);
  // Away first: a page of ours that is open would write its token back.
  await page.goto("about:blank");
  await context.clearCookies({ name: /^__session/ });
  const visited: string[] = [];
  page.on("request", (asked) => asked.isNavigationRequest() && visited.push(new URL(asked.url()).pathname));
  await page.goto("/operations");
  await expect(page.getByRole("heading", { level: 1, name: "Clerk does not answer" })).toBeVisible();
  // The middleware asks Clerk at most every 3 s: until it knows, the way may lead over our own address of Clerk's, and no further.
  expect(visited[0]).toBe("/operations");
  expect(["/operations", "/__clerk/v1/client/handshake"]).toEqual(expect.arrayContaining(visited));
  await revive();
  await expect(page.getByRole("heading", { level: 1, name: say("operations.title") })).toBeVisible({ timeout: 20_000 });
});

test("who wants to sign in reads it, and finds the form as soon as Clerk is back", async ({
  page,
  say,
  mayComplain,
}) => {
  mayComplain(/__clerk|Clerk/);
  await kill();
  await untilConsoleSees(false);
  await page.goto("/deliveries");
  await expect(page.getByRole("heading", { level: 1, name: say("signIn.clerkDown.title") })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  await revive();
  await expect(page.getByLabel(clerkWords("en").email, { exact: true })).toBeVisible({ timeout: 20_000 });
});

test("in the middle of a proof nothing is lost: she proves when Clerk is back", async ({ page, say, mayComplain }) => {
  mayComplain(/__clerk|Clerk/);
  const { id } = await outbox.row();
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries/${id}`);
  const sheet = new RetrySheet(page, say);
  await sheet.open();
  await sheet.giveReason("Their gateway is back.");
  await kill();
  await expect(sheet.sheet.getByText(say("operation.proof.unavailable"))).toBeVisible({ timeout: 8_000 });
  await revive();
  await expect(sheet.sheet.getByText(say("operation.proof.unavailable"))).toBeHidden({ timeout: 12_000 });
  await expect(sheet.sheet.getByText("Their gateway is back.")).toBeVisible();
  await sheet.prove("424242");
  await sheet.run();
  await expect(sheet.outcome).toBeVisible();
});

test.afterEach(calm);
