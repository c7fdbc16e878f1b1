import type { BrowserContext } from "@playwright/test";
import { expect, test } from "../support/browser";
import { calm, untilConsoleSees } from "../support/calm";
import { playedBy } from "../support/cast";
import { control, type Fault } from "../support/control";
import { forgetGrants, heldGrant } from "../support/grants";
import { leftOfClerk } from "../support/left-of-clerk";
import { consoleRows } from "../support/rows";
import { world } from "../support/world";

const faults: Record<string, Fault> = { "is a dead host": { outage: true }, "never answers": { hang: true } };

async function carry(context: BrowserContext, pairs: string, secure: boolean): Promise<void> {
  // Browsers take localhost for a secure place; a cookie that asks for one is put there by its scheme.
  const url = secure ? world().consoleUrl.replace("http:", "https:") : world().consoleUrl;
  const cookies = pairs.split("; ").filter(Boolean);
  await context.addCookies(
    cookies.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return {
        name,
        value: value.join("="),
        url,
        ...(secure ? { secure, httpOnly: true, sameSite: "Strict" as const } : {}),
      };
    }),
  );
}

test.afterEach(async () => {
  await forgetGrants(consoleRows);
  await calm();
});

for (const [state, fault] of Object.entries(faults)) {
  test(`Clerk ${state}: whatever is left of it in a browser, a grant's holder is in, and nobody else, without a word to Clerk`, async ({
    page,
    context,
    say,
    openBrowser,
    mayComplain,
  }) => {
    mayComplain(/__clerk|Clerk|status of (401|503)/);
    const agent = await page.evaluate(() => navigator.userAgent);
    // While Clerk still answers: it is asked who people are.
    const left: [string, string][] = [];
    for (const [name, cookies] of Object.entries(leftOfClerk)) left.push([name, await cookies()]);
    await control.setFault("clerk-console", fault);
    await untilConsoleSees(false);
    const toClerk: string[] = [];
    context.on("request", (asked) => void (/__clerk|handshake/.test(asked.url()) && toClerk.push(asked.url())));
    for (const [, cookies] of left) {
      await context.clearCookies();
      const { cookie } = await heldGrant(consoleRows, { email: playedBy.responder, roles: ["responder"], agent });
      await carry(context, cookies, false);
      await carry(context, cookie, true);
      await page.goto("/deliveries");
      await expect(page.getByRole("table", { name: say("deliveries.list") })).toBeVisible();
      await page
        .getByRole("navigation")
        .getByRole("link", { name: say("shell.pages.operations") })
        .first()
        .click();
      await expect(page.getByRole("heading", { level: 1, name: say("operations.title") })).toBeVisible();
    }
    expect(toClerk).toEqual([]);

    const stranger = await openBrowser();
    for (const [name, cookies] of left) {
      await stranger.context().clearCookies();
      await carry(stranger.context(), cookies, false);
      await stranger.goto("/deliveries");
      expect(new URL(stranger.url()).host).toBe(new URL(world().consoleUrl).host);
      const table = stranger.getByRole("table", { name: say("deliveries.list") });
      if (name === "a valid token") await expect(table).toBeVisible();
      else await expect(stranger.locator('main a[href^="/break-glass"]').first()).toBeVisible();
    }
  });
}
