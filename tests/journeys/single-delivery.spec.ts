import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { Outbox } from "../support/deliveries";
import { conflicting } from "../support/delivery-acts";
import { GuardedSheet } from "../support/guarded-sheet";
import { keyboard } from "../support/hands";
import { consoleRows } from "../support/rows";
import { arrivalsOf } from "../support/webhooks";

let outbox: Outbox;
const asideIds: string[] = [];
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(async () => {
  await consoleRows("DELETE FROM delivery_discards WHERE delivery_id = ANY ($1::bigint[])", [asideIds]);
  await outbox.close();
});

const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test("Jae finishes a 409 with the keyboard: nothing is sent, and the page says delivered", async ({ page, say }) => {
  const { id, idempotency_key: key } = await conflicting(outbox);
  await letIn(page, "jae@ops.example");
  await page.goto(`/deliveries/${id}`);
  const cause = page.getByRole("region", { name: say("deliveries.causePart.section"), exact: true });
  await expect(cause.getByText(say("deliveries.causes.idempotency_conflict.name"))).toBeVisible();
  await expect(cause.getByText("http-409-sent-before")).toBeVisible();
  await expect(cause.getByText(say("deliveries.forecast.answer.arrived"))).toBeVisible();
  const verb = say("operations.names.delivery.mark-delivered.verb");
  await keyboard.press(page.getByRole("main").getByRole("button", { name: verb, exact: true }));
  const sheet = new GuardedSheet(page, say, keyboard);
  await sheet.giveReason("They confirmed that they have it.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  // The page behind knows already, and has no such button any more: what was done is still there to be read.
  await expect(page.locator(".page-head").getByText(say("deliveries.state.delivered"), { exact: true })).toBeVisible();
  await expect(page.locator("main").getByText(verb, { exact: true })).toHaveCount(0);
  await expect(sheet.outcome).toBeVisible();
  await sheet.close();
  await expect(cause).toHaveCount(0);
  expect((await outbox.read(id)).delivered_at).not.toBeNull();
  expect(await arrivalsOf(key)).toEqual([]);
});

test("Mina reads the page in English and copies the packet in Korean; what she copies for a shell is masked", async ({
  page,
  context,
  say,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { id, idempotency_key: key } = await outbox.row();
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries/${id}`);
  const packet = page.getByRole("region", { name: say("deliveries.packet.section") });
  await packet.getByRole("button", { name: say("deliveries.packet.copy.ko") }).click();
  await expect.poll(() => copied(page)).toContain("EB 웹훅 실패: 서버 오류");
  expect(await copied(page)).toContain(key);
  expect(await copied(page)).not.toContain("secret.person");
  const facts = page.getByRole("region", { name: say("deliveries.detail.section"), exact: true });
  await facts.getByRole("button", { name: say("deliveries.copies.curl") }).click();
  await expect.poll(() => copied(page)).toContain("curl --globoff");
  expect(await copied(page)).toContain('"webhook-signature: $TOKEN"');
  expect(await copied(page)).not.toContain("secret.person");
  await facts.getByRole("button", { name: say("deliveries.copies.link") }).click();
  await expect.poll(() => copied(page)).toBe(new URL(`/deliveries/${id}`, page.url()).href);
  await expect(page.getByRole("button", { name: say("operations.names.delivery.discard.verb") })).toHaveCount(0);
});

test("Jae sets a delivery aside: nobody retries it until it is restored", async ({ page, say }) => {
  const { id } = await outbox.row();
  asideIds.push(id);
  await letIn(page, "jae@ops.example");
  await page.goto(`/deliveries/${id}`);
  const main = page.getByRole("main");
  const sheet = new GuardedSheet(page, say);
  for (const act of ["discard", "restore"] as const) {
    const verb = say(`operations.names.delivery.${act}.verb`);
    await main.getByRole("button", { name: verb, exact: true }).click();
    await sheet.giveReason("It was for a test account.");
    await sheet.proveByCode("424242");
    await sheet.run(verb);
    await sheet.close();
    await expect(main.getByRole("button", { name: verb, exact: true })).toHaveCount(0);
    const blocked = main.getByText(say("refusals.delivery_discarded.sentence"));
    await expect(blocked).toHaveCount(act === "discard" ? 1 : 0);
  }
});

test("Mina reveals a payload once: it is gone when she hides it, and after a reload (F-01, F-02)", async ({
  page,
  say,
}) => {
  const { id } = await outbox.row();
  const payload = JSON.stringify({
    name: `<img src=x onerror="window.owned=1">\u202Egnp.exe\u001B[2J`,
    email: "secret.person@mail.example",
  });
  await outbox.owner.query("UPDATE webhook_outbox_entries SET payload = $2 WHERE id = $1", [id, payload]);
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries/${id}`);
  const part = page.getByRole("region", { name: say("deliveries.payload.section"), exact: true });
  const verb = say("operations.names.delivery.reveal-payload.verb");
  const secret = part.getByText("secret.person@mail.example");
  await expect(secret).toHaveCount(0);
  await part.getByRole("button", { name: verb, exact: true }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("Their support asked which field is missing.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  await sheet.close();
  await expect(secret).toBeVisible();
  await expect(part.getByText("⟨U+202E⟩gnp.exe\\u001b[2J")).toBeVisible();
  await expect(part.locator("img")).toHaveCount(0);
  expect(await page.evaluate(() => "owned" in window)).toBe(false);
  await part.getByRole("button", { name: say("deliveries.reveal.hide") }).click();
  await expect(secret).toHaveCount(0);
  await page.reload();
  await expect(part.getByRole("button", { name: verb, exact: true })).toBeVisible();
  await expect(secret).toHaveCount(0);
});
