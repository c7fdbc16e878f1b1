import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/browser";
import { getDelivery, healthyAgain } from "../support/dead-letters";
import { type Hand, keyboard, markDocument, mouse, thumb } from "../support/hands";
import { recordedOf } from "../support/record-tail";
import { RetrySheet } from "../support/retry-sheet";
import { verifyRecord } from "../support/verify-record";
import { arrivalsOf, isGenuine } from "../support/webhooks";
import type { Language, Say } from "../support/words";

const reason = "Gateway is back since 09:40; status page agrees.";

type Way = { name: string; hand: Hand; language: Language; use: Parameters<typeof test.use>[0] };

const ways: Way[] = [
  { name: "with a mouse", hand: mouse, language: "en", use: {} },
  { name: "with the keyboard only", hand: keyboard, language: "en", use: {} },
  { name: "in Korean", hand: mouse, language: "ko", use: { language: "ko" } },
  {
    name: "with a thumb at 360 px",
    hand: thumb,
    language: "en",
    use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  },
];

for (const { name, hand, language, use } of ways) {
  test.describe(name, () => {
    test.use(use);

    test("Mina finds a dead delivery, proves who she is, retries it and sees it arrive", async ({
      page,
      say,
      expectComplaint,
    }) => {
      await signIn(page, "mina@ops.example", { hand, language });
      await expect(page.getByRole("region", { name: say("shell.verdict") })).toBeVisible();
      const { id, idempotencyKey } = await openNewestDead(page, say, hand);
      const staysTheSameDocument = await markDocument(page);

      const sheet = new RetrySheet(page, say, hand);
      await sheet.open();
      await sheet.giveReason(reason);
      expectComplaint(/verify\/attempt_second_factor.*|status of 422/);
      await sheet.prove("111111");
      await expect(sheet.sheet.getByText(say("operation.proof.codeWrong"))).toBeVisible();
      await expect(sheet.code).toHaveValue("");
      await sheet.prove("424242");
      await sheet.run();
      await expect(sheet.outcome).toBeVisible();
      const requestId = await requestOf(sheet, say);
      await sheet.close();

      const follow = page.getByRole("region", { name: say("deliveries.follow.section") });
      await expect(follow.getByText(say("deliveries.follow.delivered"))).toBeVisible();
      const seenAt = Date.now();
      await expect(page.getByRole("heading", { level: 1, name: id })).toBeVisible();
      const [received, ...more] = await arrivalsOf(idempotencyKey);
      expect(more).toEqual([]);
      if (!received) throw new Error("The relying party received nothing.");
      expect(received).toMatchObject({ method: "POST", path: "/eb/webhooks", status: 200 });
      expect(seenAt - Date.parse(received.at)).toBeLessThanOrEqual(5_000);
      expect(await isGenuine(received)).toBe(true);
      expect(await staysTheSameDocument()).toBe(true);

      const rows = await recordedOf(requestId);
      expect(rows.map(({ kind, operation }) => `${kind} ${operation}`)).toEqual([
        "intent delivery.retry",
        "outcome delivery.retry",
        "system delivery.follow",
      ]);
      expect(await verifyRecord()).toMatchObject({ verdict: "intact" });

      await page.goto(`/operations/${requestId}`);
      await expect(page.getByText(say("operation.state.succeeded"), { exact: true })).toBeVisible();
      await expect(page.getByText(reason)).toBeVisible();
      const record = page.getByRole("table", { name: say("record.title") });
      await expect(record.getByText(say("record.kind.intent"))).toBeVisible();
      await expect(record.getByText(say("record.kind.outcome"))).toBeVisible();
    });
  });
}

/** From home, by the count beside the relying party, to the page of its newest dead delivery. */
async function openNewestDead(page: Page, say: Say, hand: Hand) {
  const board = page.getByRole("table", { name: say("triagePage.board.title") });
  const row = board
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: healthyAgain.name, exact: true }) });
  await hand.press(row.getByRole("cell").last().getByRole("link"));
  await expect(page).toHaveURL(`/deliveries?app=${healthyAgain.id}`);
  const list = page.getByRole("table", { name: say("deliveries.list") });
  const first = list.getByRole("rowheader").getByRole("link").first();
  const id = (await first.textContent()) ?? "";
  await hand.press(first);
  await expect(page.getByRole("heading", { level: 1, name: id })).toBeVisible();
  return getDelivery(id);
}

/** The request that the sheet's outcome links to. */
async function requestOf({ sheet }: RetrySheet, say: Say): Promise<string> {
  const href = await sheet.getByRole("link", { name: say("operation.outcome.record") }).getAttribute("href");
  return href?.split("/").at(-1) ?? "";
}
