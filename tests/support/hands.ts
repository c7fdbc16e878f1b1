import type { Locator, Page } from "@playwright/test";

/** A way to use the console. The same journey is walked by each. */
export type Hand = {
  press(target: Locator): Promise<void>;
  write(target: Locator, text: string): Promise<void>;
};

export const mouse: Hand = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
};

export const thumb: Hand = {
  press: (target) => target.tap(),
  async write(target, text) {
    await target.tap();
    await target.pressSequentially(text);
  },
};

/** Nothing but keys: whatever Tab does not reach, or does not show, can't be used. */
export const keyboard: Hand = {
  async press(target) {
    await tabTo(target);
    await target.page().keyboard.press("Enter");
  },
  async write(target, text) {
    await tabTo(target);
    await target.page().keyboard.type(text);
  },
};

const patience = 120;

/** Presses Tab until the target has the focus. */
export async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < patience; steps += 1) {
    if (await hasFocus(target)) return;
    await target.page().keyboard.press("Tab");
  }
  throw new Error(`${patience} times Tab did not reach ${target}`);
}

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Gives the page a mark that a reload would wipe away. @returns whether it is still there */
export async function markDocument(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { marked: true }));
  return () => page.evaluate(() => "marked" in window);
}
