import { expect, type Locator, type Page } from "@playwright/test";
import { overridePhrase } from "@/lib/bypass/rules/override-phrase";
import { type Hand, keyboard, mouse } from "./hands";
import type { Say } from "./words";

type Opening = { email: string; code: string; pin: string; reason: string };

/** The page by which somebody comes in without Clerk, as a person stands before it. */
export class DoorPage {
  readonly heading: Locator;
  readonly email: Locator;
  readonly code: Locator;
  readonly pin: Locator;
  readonly reason: Locator;
  readonly phrase: Locator;
  readonly open: Locator;
  readonly waits: Locator;
  readonly #byCode: Locator;
  readonly #page: Page;
  readonly #hand: Hand;

  constructor(page: Page, say: Say, hand: Hand = mouse) {
    this.#page = page;
    this.#hand = hand;
    this.heading = page.getByRole("heading", { level: 1, name: say("breakGlass.title") });
    this.email = page.getByLabel(say("breakGlass.who.email"));
    this.code = page.getByLabel(say("breakGlass.who.codeLabel"));
    this.pin = page.getByLabel(say("breakGlass.who.pin"), { exact: true });
    this.reason = page.getByRole("textbox", { name: say("breakGlass.why.reason") });
    this.phrase = page.getByLabel(say("breakGlass.override.label", { phrase: overridePhrase }));
    this.open = page.getByRole("button", { name: say("breakGlass.open") });
    this.waits = page.locator(".verdict-act .why");
    this.#byCode = page.getByRole("radio", { name: say("breakGlass.who.code") });
  }

  /** Goes there by its address. */
  async visit(query = ""): Promise<void> {
    await this.#page.goto(`/break-glass${query}`);
    await expect(this.heading).toBeVisible();
  }

  /** Types the words that force it. */
  async force(): Promise<void> {
    await this.#hand.write(this.phrase, overridePhrase);
  }

  /** Fills in everything but the button. */
  async fill({ email, code, pin, reason }: Opening): Promise<void> {
    await this.#hand.write(this.email, email);
    await this.#chooseCode();
    await this.#hand.write(this.code, code);
    await this.#hand.write(this.pin, pin);
    await this.#hand.write(this.reason, reason);
  }

  /** The refusal that stands there, by its code. */
  refusal(code: string): Locator {
    return this.#page.getByRole("status").filter({ hasText: code });
  }

  async press(): Promise<void> {
    await expect(this.waits).toBeHidden();
    await this.#hand.press(this.open);
  }

  /** Keys move between the two ways by an arrow, as in every group of radios. */
  async #chooseCode(): Promise<void> {
    if (this.#hand !== keyboard) return this.#hand.press(this.#byCode);
    await this.#page.keyboard.press("Tab");
    await this.#page.keyboard.press("ArrowDown");
    await expect(this.#byCode).toBeChecked();
  }
}
