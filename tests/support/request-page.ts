import { expect, type Locator, type Page } from "@playwright/test";
import { act } from "./actions";
import { GuardedSheet } from "./guarded-sheet";
import { type Hand, mouse } from "./hands";
import type { Say } from "./words";

/** The page of one request, as its requester, an approver or anybody else walks through it. */
export class RequestPage {
  readonly page: Page;
  readonly code: Locator;
  readonly sheet: GuardedSheet;
  readonly #say: Say;
  readonly #hand: Hand;

  constructor(page: Page, say: Say, hand: Hand = mouse) {
    this.page = page;
    this.#say = say;
    this.#hand = hand;
    this.code = page.getByRole("main").locator(".request-code");
    this.sheet = new GuardedSheet(page, say, hand);
  }

  /** From the badge, which is on every page, by way of the inbox. */
  async openFromInbox(title: string): Promise<void> {
    await this.#hand.press(this.page.getByRole("banner").getByRole("link", { name: /\d/ }));
    const inbox = this.page.getByRole("list", { name: this.#say("approvals.inbox.forYou") });
    await this.#hand.press(inbox.getByRole("link", { name: title }));
    await expect(this.code).toBeVisible();
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/operations/${id}`);
    await expect(this.code).toBeVisible();
  }

  act(name: "approve" | "deny" | "fewer" | "prove" | "withdraw"): Locator {
    return this.page.getByRole("main").getByRole("button", { name: this.#say(`approvals.acts.${name}`), exact: true });
  }

  async press(name: Parameters<RequestPage["act"]>[0]): Promise<void> {
    await this.#hand.press(this.act(name));
    await expect(this.sheet.sheet).toBeVisible();
  }

  /** With the code from the app, and waits for what the sheet then says. */
  async proveByCode(done: string): Promise<void> {
    await this.sheet.proveByCode("424242");
    await expect(this.sheet.sheet.getByText(done)).toBeVisible();
  }

  async run(verb: string): Promise<void> {
    await this.#hand.press(this.page.getByRole("main").getByRole("button", { name: verb, exact: true }));
  }

  /** Somebody's words, whole or in part, somewhere on the page. */
  says(words: string | RegExp): Locator {
    return this.page.getByRole("main").getByText(words);
  }
}

/** Asks in the session of this browser, as a page of ours would. @returns the request's id */
export async function askFrom(
  page: Page,
  asking: { operation: string; input: unknown; reason: string; incident?: string },
): Promise<string> {
  const jar = await page.context().cookies();
  const cookies = jar.map(({ name, value }) => `${name}=${value}`).join("; ");
  const asked = await act("request", [asking], { cookies });
  if (!asked.ok) throw new Error(asked.refusal.code);
  return String(asked.value.id);
}
