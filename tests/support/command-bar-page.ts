import type { Locator, Page } from "@playwright/test";
import { expect } from "./browser";
import type { Say } from "./words";

/** The command bar, by what a person sees of it. */
export class CommandBarPage {
  readonly button: Locator;
  readonly dialog: Locator;
  readonly field: Locator;
  readonly options: Locator;
  readonly #page: Page;

  constructor(page: Page, say: Say) {
    this.#page = page;
    this.button = page.getByRole("button", { name: say("commandBar.open") });
    this.dialog = page.getByRole("dialog", { name: say("commandBar.title") });
    this.field = this.dialog.getByRole("combobox", { name: say("commandBar.label") });
    this.options = this.dialog.getByRole("option");
  }

  /** By its keys. They are nobody's before the page is awake, so they are pressed until they are heard. */
  async open(keys = "Control+k"): Promise<void> {
    await expect(async () => {
      if (!(await this.dialog.isVisible())) await this.#page.keyboard.press(keys);
      await expect(this.field).toBeFocused({ timeout: 1_000 });
    }).toPass();
  }

  /** The option that Enter would follow. */
  get active(): Locator {
    return this.dialog.getByRole("option", { selected: true });
  }
}
