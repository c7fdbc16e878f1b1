import { expect, type Locator, type Page } from "@playwright/test";
import { type Hand, mouse } from "./hands";
import type { Say } from "./words";

/** The sheet in which a delivery is retried, as a person walks through it. */
export class RetrySheet {
  readonly sheet: Locator;
  readonly code: Locator;
  readonly verb: Locator;
  readonly outcome: Locator;
  readonly #page: Page;
  readonly #say: Say;
  readonly #hand: Hand;

  constructor(page: Page, say: Say, hand: Hand = mouse) {
    this.#page = page;
    this.#say = say;
    this.#hand = hand;
    this.sheet = page.getByRole("dialog");
    this.code = this.sheet.getByLabel(say("operation.proof.codeLabel"));
    this.verb = this.sheet.getByRole("button", { name: say("operations.names.delivery.retry.verb") });
    this.outcome = this.sheet.getByText(say("operation.outcome.proved"), { exact: true });
  }

  /** Opens it, which only looks. */
  async open(): Promise<void> {
    const name = this.#say("operations.names.delivery.retry.verb");
    await this.#hand.press(this.#page.getByRole("main").getByRole("button", { name }));
    await expect(this.sheet.getByLabel(this.#say("operation.reason.label"))).toBeFocused();
  }

  async giveReason(reason: string): Promise<void> {
    await this.#hand.write(this.sheet.getByLabel(this.#say("operation.reason.label")), reason);
    await this.#hand.press(this.sheet.getByRole("button", { name: this.#say("operation.reason.go") }));
    await expect(this.code).toBeFocused();
  }

  async prove(code: string): Promise<void> {
    await this.#hand.write(this.code, code);
    await this.#hand.press(this.sheet.getByRole("button", { name: this.#say("operation.proof.prove") }));
  }

  async run(): Promise<void> {
    await expect(this.sheet.getByText(this.#say("operation.run.ready"))).toBeVisible();
    await this.#hand.press(this.verb);
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await expect(this.sheet).toBeHidden();
  }

  /** The refusal that stands in the sheet, in the reader's words. */
  refusal(code: string): Locator {
    return this.sheet.getByRole("status").filter({ hasText: code });
  }
}
