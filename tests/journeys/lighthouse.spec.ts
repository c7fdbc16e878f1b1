import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { expect, letIn, test } from "../support/browser";
import { askForApproval, withdrawWaiting } from "../support/waiting-request";
import { world } from "../support/world";

test.afterEach(withdrawWaiting);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("Lighthouse finds nothing to say of the accessibility of triage, deliveries and approvals", async ({
  page,
  say,
  launchOptions,
}) => {
  const places = ["/triage", "/deliveries", "/approvals", await askForApproval(page, say)];
  const [folder, port] = [await mkdtemp(path.join(tmpdir(), "sallyport-lighthouse-")), await freePort()];
  const args = [...(launchOptions.args ?? []), `--remote-debugging-port=${port}`];
  // Lighthouse looks at a browser of its own, by its port, and at the one profile that it has.
  const browser = await chromium.launchPersistentContext(folder, {
    ...launchOptions,
    args,
    baseURL: world().consoleUrl,
  });
  try {
    await letIn(await browser.newPage(), "jae@ops.example");
    const found: Record<string, unknown> = {};
    for (const place of places) {
      const flags = { port, onlyCategories: ["accessibility"], disableStorageReset: true, logLevel: "error" as const };
      const result = await lighthouse(new URL(place, world().consoleUrl).href, flags, desktopConfig);
      if (!result) throw new Error(`Lighthouse said nothing of ${place}.`);
      const { categories, audits, finalDisplayedUrl } = result.lhr;
      const score = Math.round((categories.accessibility?.score ?? 0) * 100);
      const failing = Object.values(audits).filter((audit) => audit.score !== null && audit.score < 1);
      const said = failing.map(
        ({ id, details }) => `${id}: ${JSON.stringify(details).match(/"snippet":"(?:[^"\\]|\\.)*"/g)}`,
      );
      found[place] = { score, at: new URL(finalDisplayedUrl).pathname, failing: said };
      console.log(`  ${score}  ${place.replace(/[0-9a-f-]{36}/, "{id}")}`);
    }
    expect(found).toEqual(Object.fromEntries(places.map((place) => [place, { score: 100, at: place, failing: [] }])));
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Of which React and Next are 145. @see docs/decisions/0031-what-the-browser-loads.md */
const mostKilobytes = 200;

test("the page of an approval needs less than 200 kB of script before it can be read and pressed", async ({
  page,
  say,
  openBrowser,
}) => {
  const place = await askForApproval(page, say);
  const handheld = await openBrowser({ viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true });
  await letIn(handheld, "jae@ops.example");
  await handheld.goto(place, { waitUntil: "load" });
  await expect(handheld.locator(".request-code").first()).toBeVisible();
  // What comes later, once the page is at rest, holds nothing up.
  const scripts = await handheld.evaluate(() => {
    const [page] = performance.getEntriesByType("navigation");
    const loadedAt = page instanceof PerformanceNavigationTiming ? page.loadEventStart : 0;
    return performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .filter(({ name, startTime }) => startTime < loadedAt && /\/_next\/static\/.*\.js(\?|$)/.test(name))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize }));
  });
  const kilobytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1_000;
  console.log(`  ${kilobytes.toFixed(1)} kB in ${scripts.length} scripts`);
  expect(scripts.length).toBeGreaterThan(3);
  // Packed, but for what is smaller than its packing. Otherwise the limit would be about something else.
  expect(scripts.filter((one) => one.decodedBodySize > 1_024 && one.encodedBodySize >= one.decodedBodySize)).toEqual(
    [],
  );
  expect(kilobytes).toBeLessThan(mostKilobytes);
});
