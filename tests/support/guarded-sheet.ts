import { expect, type Locator, type Page } from "@playwright/test";
import { type Hand, mouse } from "./hands";
import type { Say } from "./words";

/** The sheet in which any guarded act is reasoned, proved and run, as a person walks through it. */
export class GuardedSheet {
  readonly sheet: Locator;
  readonly passkey: Locator;
  readonly code: Locator;
  readonly outcome: Locator;
  readonly #say: Say;
  readonly #hand: Hand;

  constructor(page: Page, say: Say, hand: Hand = mouse) {
    this.#say = say;
    this.#hand = hand;
    this.sheet = page.getByRole("dialog");
    this.passkey = this.sheet.getByRole("button", { name: say("operation.proof.usePasskey") });
    this.code = this.sheet.getByLabel(say("operation.proof.codeLabel"));
    // Exactly: what "is not undone" is no outcome.
    this.outcome = this.sheet
      .getByText(say("operation.outcome.proved"), { exact: true })
      .or(this.sheet.getByText(say("operation.outcome.goesOn"), { exact: true }));
  }

  async giveReason(reason: string): Promise<void> {
    await this.#hand.write(this.sheet.getByLabel(this.#say("operation.reason.label")), reason);
    await this.#hand.press(this.sheet.getByRole("button", { name: this.#say("operation.reason.go") }));
    await expect(this.code).toBeVisible();
  }

  /** With the code from the app, whether or not there is a passkey. */
  async proveByCode(code: string): Promise<void> {
    await this.#hand.write(this.code, code);
    await this.#hand.press(this.sheet.getByRole("button", { name: this.#say("operation.proof.prove"), exact: true }));
  }

  async proveByPasskey(): Promise<void> {
    await expect(this.passkey).toBeFocused();
    await this.#hand.press(this.passkey);
  }

  async run(verb: string): Promise<void> {
    await expect(this.sheet.getByText(this.#say("operation.run.ready"))).toBeVisible();
    await this.#hand.press(this.sheet.getByRole("button", { name: verb, exact: true }));
    await expect(this.outcome).toBeVisible();
  }

  /** The request that the outcome links to. */
  async requestId(): Promise<string> {
    const link = this.sheet.getByRole("link", { name: this.#say("operation.outcome.record") });
    return (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
  }

  async close(): Promise<void> {
    await this.sheet.page().keyboard.press("Escape");
    await expect(this.sheet).toBeHidden();
  }
}
