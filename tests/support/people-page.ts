import { expect, type Page } from "@playwright/test";
import { newColleagues } from "./colleagues";
import { GuardedSheet } from "./guarded-sheet";
import { consoleRows } from "./rows";
import type { Say } from "./words";

/** The page on which an admin grants roles to people of a test's own. */
export class PeoplePage {
  readonly page: Page;
  readonly sheet: GuardedSheet;
  readonly verb: string;
  readonly #say: Say;

  constructor(page: Page, say: Say) {
    this.page = page;
    this.#say = say;
    this.sheet = new GuardedSheet(page, say);
    this.verb = say("operations.names.person.grant-role.verb");
  }

  /** Chooses new colleagues, and opens the sheet that would give them the role. @returns their ids */
  async beginGrant(count: number): Promise<string[]> {
    const ids = await newColleagues(
      consoleRows,
      Array.from({ length: count }, () => "manager"),
    );
    await this.page.goto(`/settings/people?chosen=${ids.join(",")}`);
    await expect(this.page.getByText(this.#say("people.change.chosen", { count }))).toBeVisible();
    await this.page.getByRole("main").getByRole("button", { name: this.verb }).click();
    await expect(this.sheet.sheet.getByLabel(this.#say("operation.reason.label"))).toBeFocused();
    return ids;
  }

  /** Asks for it and proves it: it waits for another admin. */
  async grant(count: number, reason: string): Promise<{ people: string[]; code: string }> {
    const people = await this.beginGrant(count);
    await this.sheet.giveReason(reason);
    await this.sheet.proveByCode("424242");
    const waiting = this.sheet.sheet.getByText(this.#say("operation.secondPerson.stillWaiting"));
    await expect(waiting).toBeVisible();
    return { people, code: (await this.sheet.sheet.locator(".request-code").textContent()) ?? "" };
  }
}

/** Who of these people was granted a role by us, and still has it. */
export async function grantedOf(people: readonly string[]): Promise<string[]> {
  const rows = await consoleRows<{ id: string }>(
    "SELECT person_id::text AS id FROM role_grants WHERE person_id = ANY($1::uuid[]) AND ended_at IS NULL",
    [people],
  );
  return rows.map(({ id }) => id);
}
