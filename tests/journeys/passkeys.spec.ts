import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { Outbox } from "../support/deliveries";
import { GuardedSheet } from "../support/guarded-sheet";
import { type Hand, keyboard, markDocument, mouse, thumb } from "../support/hands";
import { recordedOf } from "../support/record-tail";
import { verifyRecord } from "../support/verify-record";
import { VirtualAuthenticator } from "../support/virtual-authenticator";
import type { Say } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

type Way = { name: string; hand: Hand; use: Parameters<typeof test.use>[0] };
const ways: Way[] = [
  { name: "with a mouse", hand: mouse, use: {} },
  { name: "with the keyboard only", hand: keyboard, use: {} },
  {
    name: "in Korean, with a thumb at 360 px",
    hand: thumb,
    use: { language: "ko", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  },
];

/** From the empty list to a passkey that stands in it. */
async function enrol(page: Page, say: Say, hand: Hand, name: string): Promise<void> {
  await page.goto("/settings/passkeys");
  await hand.write(page.getByLabel(say("passkeys.form.name"), { exact: true }), name);
  await hand.press(page.getByRole("button", { name: say("passkeys.form.make") }));
  const sheet = new GuardedSheet(page, say, hand);
  await sheet.giveReason("My own laptop.");
  await sheet.proveByCode("424242");
  await sheet.run(say("operations.names.passkey.add.verb"));
  await sheet.close();
  await expect(page.getByRole("rowheader", { name })).toBeVisible();
}

for (const { name, hand, use } of ways) {
  test.describe(name, () => {
    test.use(use);

    test("Mina enrols a passkey, retries a dead delivery with it, renames it and removes it", async ({ page, say }) => {
      const authenticator = await VirtualAuthenticator.plugIn(page);
      await letIn(page, "mina@ops.example");
      await page.goto("/settings/passkeys");
      await expect(page.getByText(say("passkeys.list.empty.title"))).toBeVisible();
      await enrol(page, say, hand, "MacBook of Mina");
      const row = page.getByRole("row").filter({ hasText: "MacBook of Mina" });
      await expect(row).toContainText(say("passkeys.list.keptAs.device"));
      await expect(row).toContainText(say("passkeys.list.never"));

      const { id } = await outbox.row();
      await page.goto(`/deliveries/${id}`);
      const staysTheSameDocument = await markDocument(page);
      const retry = say("operations.names.delivery.retry.verb");
      await hand.press(page.getByRole("main").getByRole("button", { name: retry }));
      const sheet = new GuardedSheet(page, say, hand);
      await sheet.giveReason("Gateway is back.");
      await authenticator.knowsItsPerson(false);
      const code = await sheet.sheet.locator(".request-code").textContent();
      await sheet.proveByPasskey();
      await expect(sheet.sheet.getByText(say("operation.proof.passkeyTrouble.cancelled"))).toBeVisible();
      await expect(sheet.sheet.getByText("Gateway is back.")).toBeVisible();
      await expect(sheet.sheet.getByText(code ?? "", { exact: true })).toBeVisible();
      const axe = await new AxeBuilder({ page }).setLegacyMode(true).include("[role=dialog]").analyze();
      expect(
        axe.violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ target }) => target).join(" ")}`),
      ).toEqual([]);
      await authenticator.knowsItsPerson(true);
      await sheet.proveByPasskey();
      await sheet.run(retry);
      expect(await staysTheSameDocument()).toBe(true);
      const rows = await recordedOf(await sheet.requestId());
      expect(rows.slice(0, 3).map(({ kind }) => kind)).toEqual(["proof", "intent", "outcome"]);
      expect(await verifyRecord()).toMatchObject({ verdict: "intact" });

      await page.goto("/settings/passkeys");
      await expect(row).not.toContainText(say("passkeys.list.never"));
      await hand.press(row.getByRole("button", { name: say("operations.names.passkey.rename.verb") }));
      const newName = page.getByLabel(say("passkeys.form.newName"));
      await expect(newName).toBeFocused();
      await newName.fill("");
      await hand.write(newName, "Key on my ring");
      await hand.press(page.getByRole("button", { name: say("passkeys.form.saveName") }));
      const renamed = page.getByRole("row").filter({ hasText: "Key on my ring" });
      const remove = say("operations.names.passkey.remove.verb");
      await hand.press(renamed.getByRole("button", { name: remove }));
      await sheet.giveReason("Sold the laptop.");
      await sheet.proveByPasskey();
      await sheet.run(remove);
      await sheet.close();
      await expect(page.getByText(say("passkeys.list.empty.title"))).toBeVisible();
      expect(await verifyRecord()).toMatchObject({ verdict: "intact" });
    });
  });
}

test("a device without the passkey says so, and the code from the app goes on with the same request", async ({
  page,
  say,
}) => {
  const authenticator = await VirtualAuthenticator.plugIn(page);
  await letIn(page, "jae@ops.example");
  await enrol(page, say, mouse, "Left at home");
  await authenticator.forget();
  const { id } = await outbox.row();
  await page.goto(`/deliveries/${id}`);
  const retry = say("operations.names.delivery.retry.verb");
  await page.getByRole("main").getByRole("button", { name: retry }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("Gateway is back.");
  await sheet.proveByPasskey();
  await expect(sheet.sheet.getByText(say("operation.proof.passkeyTrouble.cancelled"))).toBeVisible();
  await sheet.proveByCode("424242");
  await sheet.run(retry);
});

test("a passkey that was made and not enrolled is gone on with, or forgotten, and a closed prompt keeps its name", async ({
  page,
  say,
}) => {
  const authenticator = await VirtualAuthenticator.plugIn(page);
  await letIn(page, "sol@ops.example");
  await page.goto("/settings/passkeys");
  const name = page.getByLabel(say("passkeys.form.name"), { exact: true });
  const make = page.getByRole("button", { name: say("passkeys.form.make") });
  await make.click();
  await expect(page.getByText(say("passkeys.form.nameMissing"))).toBeVisible();
  await name.fill("Phone");
  await authenticator.knowsItsPerson(false);
  await make.click();
  await expect(page.getByText(say("passkeys.trouble.cancelled.words"))).toBeVisible();
  await expect(name).toHaveValue("Phone");
  await authenticator.knowsItsPerson(true);
  await make.click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("My own phone.");
  await sheet.close();
  await expect(page.getByText(say("passkeys.form.unfinished", { name: "Phone" }))).toBeVisible();
  await page.getByRole("button", { name: say("passkeys.form.goOn") }).click();
  await sheet.proveByCode("424242");
  await sheet.run(say("operations.names.passkey.add.verb"));
  await sheet.close();
  await expect(page.getByRole("rowheader", { name: "Phone" })).toBeVisible();
  await expect(name).toHaveValue("");

  await name.fill("Phone again");
  await make.click();
  await expect(page.getByText(say("passkeys.trouble.held.lead"))).toBeVisible();
});
