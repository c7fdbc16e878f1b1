import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { calm } from "./calm";
import { type Hand, mouse } from "./hands";
import { clerkWords, type Language, type Say, words } from "./words";
import { world } from "./world";

export { expect } from "@playwright/test";

/** Everybody's, in the sandbox. */
const person = { password: "sandbox-only", code: "424242" };

/** What a browser complained about, or asked of somebody who is not ours. */
type Complaints = { met: string[]; awaited: RegExp[]; tolerated: RegExp[] };

type Fixtures = {
  language: Language;
  say: Say;
  /** Announces a complaint of the browser that this test provokes. One that is announced and never comes fails, too. */
  expectComplaint: (pattern: RegExp) => void;
  /** Names complaints that may or may not come while this test lets something die. */
  mayComplain: (pattern: RegExp) => void;
  /** One more browser, as watched as the first. */
  openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
  complaints: Complaints;
  world: undefined;
};

/** Playwright's test in a calm world, in a browser whose every complaint fails the test. */
export const test = base.extend<Fixtures>({
  language: ["en", { option: true }],
  locale: async ({ language }, use) => use(language === "ko" ? "ko-KR" : "en-US"),
  say: async ({ language }, use) => use(words(language)),
  world: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern, and nothing is needed
    async ({}, use) => {
      await calm();
      await use(undefined);
    },
    { auto: true },
  ],
  complaints: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern, and nothing is needed
    async ({}, use) => {
      const complaints: Complaints = { met: [], awaited: [], tolerated: [] };
      await use(complaints);
      const { met, awaited, tolerated } = complaints;
      expect(met.filter((said) => ![...awaited, ...tolerated].some((pattern) => pattern.test(said)))).toEqual([]);
      expect(awaited.filter((pattern) => !met.some((said) => pattern.test(said)))).toEqual([]);
    },
    { auto: true },
  ],
  expectComplaint: async ({ complaints }, use) => use((pattern) => void complaints.awaited.push(pattern)),
  mayComplain: async ({ complaints }, use) => use((pattern) => void complaints.tolerated.push(pattern)),
  context: async ({ context, complaints }, use) => {
    watch(context, complaints);
    await use(context);
  },
  openBrowser: async ({ browser, complaints, contextOptions, locale, baseURL }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, locale, baseURL, ...options });
      opened.push(context);
      watch(context, complaints);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

function watch(context: BrowserContext, { met }: Complaints): void {
  const ours = new Set([new URL(world().consoleUrl).host]);
  context.on("console", (message) => {
    if (message.type() === "error") met.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => met.push(`page: ${error.error().stack ?? error.error().message}`));
  context.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && !ours.has(host)) met.push(`left: ${request.url()}`);
  });
  context.on("page", goesToWholePages);
}

/**
 * React lays the last pieces of a page in place up to 300 ms after they have come, and draws one itself when news come meanwhile:
 * until then what they say is in the document twice, once hidden. And until it has bound itself to a field, what is typed there is
 * nobody's. Who goes to a page without waiting for all of it sees it as it comes.
 */
function goesToWholePages(page: Page): void {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const whole = async () => {
    await expect(page.locator("div[hidden][id^='S:']")).toHaveCount(0);
    await expect.poll(() => page.evaluate(unbound)).toEqual([]);
  };
  page.goto = async (where, how) => {
    const answer = await goto(where, how);
    if (how?.waitUntil !== "commit") await whole();
    return answer;
  };
  page.reload = async (...how) => {
    const answer = await reload(...how);
    await whole();
    return answer;
  };
}

/** In the browser: what React draws and has not bound itself to, where a page has React at all. */
function unbound(): string[] {
  if (!document.querySelector("script[src*='/_next/']")) return [];
  return [...document.querySelectorAll("button, input:not([disabled]), select, textarea")]
    .filter((element) => !Object.keys(element).some((key) => key.startsWith("__reactProps$")))
    .map((element) => element.outerHTML);
}

/** Signs in through Clerk's own form, as a person does: address, password and, who has one, a code. */
export async function signIn(
  page: Page,
  email: string,
  options: { hand?: Hand; language?: Language } = {},
): Promise<void> {
  const { hand = mouse, language = "en" } = options;
  const clerk = clerkWords(language);
  await page.goto("/");
  await hand.write(page.getByLabel(clerk.email, { exact: true }), email);
  await hand.press(page.getByRole("button", { name: clerk.go, exact: true }));
  const password = page.getByLabel(clerk.password, { exact: true });
  await expect(password).toBeFocused();
  await hand.write(password, person.password);
  await hand.press(page.getByRole("button", { name: clerk.go, exact: true }));
  if (email.startsWith("uma@")) return;
  await hand.write(page.getByRole("textbox", { name: clerk.code }), person.code);
}

/** Lets a browser in without drawing the form: the same calls to Clerk that the form makes, from our own origin. */
export async function letIn(page: Page, email: string): Promise<void> {
  const post = async (path: string, form: Record<string, string>): Promise<{ id: string; status: string }> => {
    const answer = await page.request.post(`/__clerk/v1/client/${path}`, {
      form,
      // A kept connection may be closed from there just when it is used again.
      headers: { origin: world().consoleUrl, connection: "close" },
    });
    return ((await answer.json()) as { response: { id: string; status: string } }).response;
  };
  const { password, code } = person;
  const { id, status } = await post("sign_ins", { identifier: email, password, strategy: "password" });
  if (status === "needs_second_factor") await post(`sign_ins/${id}/attempt_second_factor`, { strategy: "totp", code });
}
