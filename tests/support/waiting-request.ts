import type { Page } from "@playwright/test";
import { expect, letIn } from "./browser";
import { GuardedSheet } from "./guarded-sheet";
import { consoleRows } from "./rows";
import type { Say } from "./words";

/** Has Mina ask for something that another admin must approve. @returns the address of its page */
export async function askForApproval(page: Page, say: Say): Promise<string> {
  await letIn(page, "mina@ops.example");
  await page.goto("/relying-parties/120");
  await page
    .getByRole("main")
    .getByRole("button", { name: say("operations.names.relying-party.switch-on.verb") })
    .click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("Their canary answered 200 twice.");
  await sheet.proveByCode("424242");
  await expect(sheet.sheet.getByText(say("operation.secondPerson.stillWaiting"))).toBeVisible();
  const [asked] = await consoleRows<{ id: string }>(
    "SELECT id::text FROM action_requests WHERE state = 'awaiting_approval' ORDER BY created_at DESC LIMIT 1",
  );
  return `/operations/${asked?.id}`;
}

/** What nobody decided would stand in everybody's inbox. */
export async function withdrawWaiting(): Promise<void> {
  await consoleRows("UPDATE action_requests SET state = 'withdrawn' WHERE state = 'awaiting_approval'");
}
