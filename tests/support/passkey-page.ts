import { expect, type Page } from "@playwright/test";
import { GuardedSheet } from "./guarded-sheet";
import { type Hand, mouse } from "./hands";
import type { Say } from "./words";

/** From the list of one's passkeys to a new one that stands in it. */
export async function enrolPasskey(page: Page, say: Say, name: string, hand: Hand = mouse): Promise<void> {
  await page.goto("/settings/passkeys");
  await hand.write(page.getByLabel(say("passkeys.form.name"), { exact: true }), name);
  await hand.press(page.getByRole("button", { name: say("passkeys.form.make") }));
  const sheet = new GuardedSheet(page, say, hand);
  await sheet.giveReason("My own device.");
  await sheet.proveByCode("424242");
  await sheet.run(say("operations.names.passkey.add.verb"));
  await sheet.close();
  await expect(page.getByRole("rowheader", { name })).toBeVisible();
}
