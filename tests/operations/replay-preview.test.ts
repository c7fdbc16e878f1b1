import { afterAll, beforeAll, expect, it } from "vitest";
import { type Counted, countInPieces, countWish } from "@/lib/replays/queries/wish-rows";
import { ReplayStage } from "../support/replay-stage";

let stage: ReplayStage;
beforeAll(async () => {
  stage = await ReplayStage.open();
});
afterAll(() => stage.close());

/** How many are left out for what reason, are overtaken, or go. */
function summed({ groups }: Counted): string[] {
  const sums = new Map<string, number>();
  for (const { relyingPartyId, leftOut, superseded, rows } of groups) {
    const key = `${relyingPartyId} ${leftOut ?? "goes"} ${superseded ? "overtaken" : "newest"}`;
    sums.set(key, (sums.get(key) ?? 0) + rows);
  }
  return [...sums].map(([key, rows]) => `${key} ${rows}`).toSorted();
}

it("a preview counts the same where it must be done batch by batch, and its sample is of what goes", async () => {
  const party = await stage.party(7, { subject: true });
  await stage.dead(party, 3, { status: 410 });
  const ids = await stage.ids(party);
  await stage.arrivedLater(party, ids[0]);
  const other = await stage.party(2, { status: null });
  const wish = { filter: { q: `app:${party} app:${other}` }, ratePerSecond: 10 };
  const [whole, pieces] = [await countWish(stage.person, wish), await countInPieces(stage.person, wish)];
  const expected = [
    `${other} goes newest 2`,
    `${party} goes newest 6`,
    `${party} goes overtaken 1`,
    `${party} needs_relying_party newest 3`,
  ];
  expect(summed(pieces)).toEqual(expected.toSorted());
  expect(summed(whole)).toEqual(summed(pieces));
  expect(pieces.sample.length).toBeGreaterThan(0);
});
