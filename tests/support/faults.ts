import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { Language } from "./words";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with the page as it stands, in a form that tells where to look. Only colours differ in the dark. */
async function faults(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  // Legacy means: for a page without frames of others. It needs no second page, which halves the time.
  // What is right is not described: that would take as long as finding what is wrong.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const judge =
    colorScheme === "light"
      ? axe.withTags(standards).disableRules(["document-title"])
      : axe.withRules(["color-contrast", "link-in-text-block"]);
  // While a page is drawn anew its title is gone for a moment: it must be there, not at this very instant.
  await expect(page).toHaveTitle(/\S/);
  await settled(page);
  const { violations } = await judge.analyze();
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${impact} ${id}: ${node.target.join(" ")}`),
  );
}

/** Colours on their way from light to dark are nobody's. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished),
    ),
  );

/** Colours do not depend on the language: dark is looked at in English alone. */
export const schemesIn = (language: Language) =>
  language === "en" ? (["light", "dark"] as const) : (["light"] as const);

/** What axe finds in light and in dark; nothing is an empty object. */
export async function faultsInBoth(
  page: Page,
  place: string,
  schemes: readonly ("light" | "dark")[] = ["light", "dark"],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const wrong = await faults(page, colorScheme);
    if (wrong.length > 0) found[`${place}, ${colorScheme}`] = wrong;
  }
  return found;
}

/** What sticks out of the window, or out of its own box inside a dialog. */
export async function sticksOut(page: Page, place: string): Promise<string[]> {
  const outside = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const elements = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth} px`, ...elements.map((element) => `${element.tagName}.${element.className}`)];
  });
  const inDialog = await page.evaluate(() =>
    [...document.querySelectorAll("[role=dialog], [role=dialog] *")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => !["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX))
      .filter((element) => getComputedStyle(element).display !== "inline")
      .map((element) => `${element.tagName}.${element.className}`),
  );
  return [...(outside.length > 0 ? [outside.join(" ")] : []), ...inDialog].map((what) => `${place}: ${what}`);
}

/** What sticks out of the narrowest window that counts; nothing is an empty object. The window is as it was afterwards. */
export async function faultsAt320(page: Page, place: string): Promise<Record<string, string[]>> {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await sticksOut(page, place);
  if (usual) await page.setViewportSize(usual);
  return wide.length > 0 ? { [`${place}, 320 px`]: wide } : {};
}
