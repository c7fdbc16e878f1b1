import type { Page } from "@playwright/test";
import { expect, letIn, test } from "../support/browser";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { Outbox } from "../support/deliveries";
import { faultsInBoth, schemesIn, sticksOut } from "../support/faults";
import { askFrom, RequestPage } from "../support/request-page";
import { forgetReviews, owedReview } from "../support/reviews";
import { consoleRows } from "../support/rows";
import type { Say } from "../support/words";

let outbox: Outbox;
let request: { ofMina: string; ofJae: string };
let minas: Page;
let review: { own: string; late: string };

const reason = "A reason that is long enough to need more than one line on a screen that is as narrow as a phone’s.";

/** Somebody at a browser of their own asks for something grave and proves it. @returns the request's id */
async function asks(
  page: Page,
  say: Say,
  { email, operation, input }: { email: string; operation: string; input: unknown },
): Promise<string> {
  await letIn(page, email);
  await page.goto("/deliveries");
  const id = await askFrom(page, { operation, input, reason, incident: "INC-42" });
  const at = new RequestPage(page, say);
  await at.open(id);
  await at.press("prove");
  await at.proveByCode(say("approvals.sheet.proved"));
  return id;
}

test.beforeEach(async ({ openBrowser, say }) => {
  outbox = new Outbox();
  const party = await outbox.switchedOffParty();
  const people = await newColleagues(
    consoleRows,
    Array.from({ length: 6 }, () => "manager"),
  );
  const switchOn = { email: "mina@ops.example", operation: "relying-party.switch-on", input: { id: party } };
  const grant = { email: "jae@ops.example", operation: "person.grant-role", input: { people, role: "responder" } };
  minas = await openBrowser();
  request = {
    ofMina: await asks(minas, say, switchOn),
    ofJae: await asks(await openBrowser(), say, grant),
  };
  review = {
    own: await owedReview(consoleRows, { email: "ari@ops.example" }),
    late: await owedReview(consoleRows, { email: "mina@ops.example", written: true, lateHours: 30 }),
  };
});
test.afterEach(async ({ mayComplain }) => {
  // The page is open still, and may ask for what is taken away here.
  mayComplain(/status of 404 .*\/api\/live\/review\?/);
  await consoleRows("UPDATE action_requests SET state = 'withdrawn' WHERE id = ANY($1::uuid[])", [
    [request.ofMina, request.ofJae],
  ]);
  await forgetReviews(consoleRows);
  await forgetColleagues(consoleRows);
  await outbox.close();
});

type Look = (place: string) => Promise<void>;

/** Every page and every sheet in which something is approved or reviewed, as an admin who did not ask. */
async function everywhere(page: Page, say: Say, look: Look): Promise<void> {
  const open = async (path: string): Promise<void> => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  };
  await open("/approvals");
  await expect(page.getByRole("list", { name: say("approvals.inbox.forYou") }).getByRole("listitem")).toHaveCount(2);
  await look("inbox");
  await open("/approvals?part=history");
  await look("history");
  await open("/approvals?part=reviews");
  await look("reviews");
  for (const id of Object.values(review)) {
    await open(`/approvals/reviews/${id}`);
    await look("review");
  }
  const at = new RequestPage(page, say);
  await at.open(request.ofMina);
  await look("request, for an approver");
  await at.press("approve");
  await expect(at.sheet.code).toBeFocused();
  await look("sheet: approve");
  await at.sheet.close();
  await at.press("deny");
  await look("sheet: deny");
  await at.sheet.close();
  await at.open(request.ofJae);
  await page.getByText(say("approvals.set.rest", { count: 1 }), { exact: true }).click();
  await page.getByText(say("approvals.input.exact")).click();
  await look("request for a set");
  await at.press("fewer");
  await look("sheet: fewer");
  await at.sheet.close();
}

for (const language of ["en", "ko"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("axe finds nothing where something is approved or reviewed", async ({ page, say }) => {
      test.setTimeout(480_000);
      await letIn(page, "ari@ops.example");
      const found: Record<string, string[]> = {};
      await everywhere(
        page,
        say,
        async (place) => void Object.assign(found, await faultsInBoth(page, place, schemesIn(language))),
      );
      await new RequestPage(minas, say).open(request.ofMina);
      Object.assign(found, await faultsInBoth(minas, "request, for who asked", schemesIn(language)));
      expect(found).toEqual({});
    });

    test("nothing scrolls sideways at 320 px, and what has the focus is never under the dock", async ({
      page,
      say,
    }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await letIn(page, "ari@ops.example");
      const wide: string[] = [];
      await everywhere(page, say, async (place) => void wide.push(...(await sticksOut(page, place))));
      expect(wide).toEqual([]);
      await new RequestPage(page, say).open(request.ofJae);
      for (let steps = 0; steps < 30; steps += 1) {
        await page.keyboard.press("Tab");
        expect(await coveredFocus(page)).toBeNull();
      }
    });
  });
}

/** What has the focus, if the dock lies over it. */
const coveredFocus = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const [focused, dock] = [document.activeElement, document.querySelector(".dock")];
    if (!focused || !dock || focused === document.body || dock.contains(focused)) return null;
    const [it, over] = [focused.getBoundingClientRect(), dock.getBoundingClientRect()];
    const covered = it.bottom > over.top + 1 && it.top < over.bottom - 1 && it.height < 200;
    return covered ? focused.outerHTML.slice(0, 120) : null;
  });
