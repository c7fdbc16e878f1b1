import "server-only";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { minutes } from "@/lib/core/duration";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { countUnchanged, partsOfSet, sampleOfSet } from "@/lib/replays/queries/frozen-set";
import { readParties } from "@/lib/replays/queries/parties";
import {
  countWish,
  least,
  listSuperseded,
  readWishBatch,
  type WishBatch,
  type WishGroup,
} from "@/lib/replays/queries/wish-rows";
import { isUnderstood } from "@/lib/replays/rules/wish";
import { type FrozenSet, frozenSet, type LeftOutReason, type ReplayWish } from "@/lib/replays/shapes";
import { addToSet, beginSet, copyPart, dropPart, sealSet, skipSuperseded } from "@/lib/replays/writes/freeze";
import type { Parts, StoredRequest } from "@/lib/requests/shapes";
import type { Context, Preview } from "../define";
import { later } from "./later";
import { showReplay, type Wanted } from "./show";

/** So many rows are read and written down at once: they are all that lies in memory, and the next so many that are read meanwhile. */
const batch = 5_000;

/** A freeze that takes longer is given up. */
const freezeMs = minutes(2);

/** What a wish means now. Nothing is written. */
export async function previewWish(context: Context, wish: ReplayWish): Promise<Result<Preview>> {
  if (wish.filter && !isUnderstood(wish.filter)) return refuse("invalid_input", { fields: "filter" });
  const { groups, sample } = await countWish(context.actor, wish);
  return showReplay(context, wish, { ...wantedOf(groups, wish), sample }, null);
}

function wantedOf(groups: readonly WishGroup[], wish: ReplayWish): Omit<Wanted, "sample"> {
  const [parties, leftOut] = [new Map<string, number>(), {} as Partial<Record<LeftOutReason, number>>];
  let [superseded, room] = [0, wish.atMost ?? Number.POSITIVE_INFINITY];
  for (const group of groups) {
    if (group.leftOut) leftOut[group.leftOut] = (leftOut[group.leftOut] ?? 0) + group.rows;
    if (group.leftOut) continue;
    if (group.superseded) superseded += group.rows;
    if (group.superseded && !wish.includeSuperseded) continue;
    const rows = Math.min(room, group.rows);
    room -= rows;
    parties.set(group.relyingPartyId, (parties.get(group.relyingPartyId) ?? 0) + rows);
  }
  return { parties: [...parties].map(([id, rows]) => ({ id, rows })), superseded, leftOut };
}

/** Writes down which deliveries a wish means at this moment, each with its version, and shows exactly that. */
export async function freezeWish(
  context: Context,
  wish: ReplayWish,
  of: StoredRequest | null,
): Promise<Result<Preview>> {
  if (wish.filter && !isUnderstood(wish.filter)) return refuse("invalid_input", { fields: "filter" });
  const frozen = await consoleDb().$transaction(
    async (tx) => {
      const set = await beginSet(tx, freezeMs);
      const leftOut: Wanted["leftOut"] = {};
      if (of) await copyPart(tx, frozenSet.parse(JSON.parse(of.targetText)).set, partOf(set, wish));
      else await fill(context, wish, { tx, set, leftOut });
      return { ...(await sealSet(tx, set)), set, leftOut };
    },
    { timeout: freezeMs },
  );
  const { set, rows, hash, leftOut } = frozen;
  const shown = await showSet(context, wish, { set, rows, hash, unchanged: rows }, leftOut);
  if (!shown.ok) await dropAll(set);
  return shown;
}

/** What was refused after all leaves nothing behind; a large set goes in pieces, since no statement may take long. */
async function dropAll(set: string): Promise<void> {
  while (!(await consoleDb().$transaction((tx) => dropPart(tx, set))));
}

const partOf = (to: string, { atMost, relyingParties }: ReplayWish) => ({
  to,
  atMost: atMost ?? Number.POSITIVE_INFINITY,
  relyingParties: relyingParties ?? null,
});

type Filling = { tx: ConsoleTransaction; set: string; leftOut: Wanted["leftOut"] };

/** Page by page; while one is written down, the next is read. At the end what has been overtaken is looked for behind the oldest of them. */
async function fill({ actor }: Context, wish: ReplayWish, { tx, set, leftOut }: Filling): Promise<void> {
  let room = wish.atMost ?? Number.POSITIVE_INFINITY;
  let oldest: bigint | null = null;
  const read = (after: WishBatch["last"] | null): Promise<WishBatch | null> =>
    later(room > 0 ? readWishBatch(actor, wish, { after, limit: Math.min(batch, room) }) : Promise.resolve(null));
  let page = await read(null);
  while (page) {
    const { groups, last } = page;
    oldest = least(oldest, page.oldest);
    room -= groups.reduce((sum, { leftOut: why, rows }) => sum + (why ? 0 : rows), 0);
    const reading = read(last);
    for (const { leftOut: why, rows, ...group } of groups) {
      if (why) leftOut[why] = (leftOut[why] ?? 0) + rows;
      else await addToSet(tx, set, group);
    }
    page = await reading;
  }
  if (oldest === null || wish.includeSuperseded) return;
  for (const ids of await listSuperseded(actor, wish, oldest)) await skipSuperseded(tx, set, ids);
}

async function showSet(
  context: Context,
  wish: ReplayWish,
  target: FrozenSet,
  leftOut: Wanted["leftOut"],
): Promise<Result<Preview>> {
  const parts = await partsOfSet(context.actor, target.set);
  const parties = parts.map(({ relyingPartyId, remaining }) => ({ id: relyingPartyId, rows: remaining }));
  const superseded = parts.reduce((sum, part) => sum + part.superseded, 0);
  const sample = await sampleOfSet(context.actor, target.set);
  return showReplay(context, wish, { parties, superseded, leftOut, sample }, target);
}

/** A stored request's own set as it stands now: how many of its rows are still as they were. */
export async function previewSet(context: Context, wish: ReplayWish, stored: StoredRequest): Promise<Result<Preview>> {
  const { set, rows, hash } = frozenSet.parse(JSON.parse(stored.targetText));
  return showSet(context, wish, { set, rows, hash, unchanged: await countUnchanged(context.actor, set) }, {});
}

/** The relying parties of a stored request's set, each of which may be offered alone. */
export async function partsOfStored({ actor, stored }: Context, { ratePerSecond }: ReplayWish): Promise<Parts> {
  const { set } = frozenSet.parse(JSON.parse(stored?.targetText ?? "null"));
  const going = (await partsOfSet(actor, set)).filter(({ remaining }) => remaining > 0);
  const rows = new Map(going.map(({ relyingPartyId, remaining }) => [relyingPartyId, remaining]));
  const parties = await readParties(actor, [...rows.keys()]);
  const choices = parties.map(({ id, name }) => ({ value: id, label: `${name} · ${rows.get(id) ?? 0}` }));
  const total = going.reduce((sum, { remaining }) => sum + remaining, 0);
  return {
    field: "relyingParties",
    choices,
    count: { field: "atMost", total },
    ...(ratePerSecond > 1 && { pace: { field: "ratePerSecond", perSecond: ratePerSecond } }),
  };
}

/** The set of a request that is about to run, still exactly as it was frozen. @refuses digest_mismatch */
export async function readSet(
  { actor }: Context,
  target: unknown,
  hashNow: (set: string) => Promise<{ rows: number; hash: string }>,
): Promise<Result<{ set: string; parties: string[] }>> {
  const { set, rows, hash } = frozenSet.parse(target);
  const now = await hashNow(set);
  if (now.hash !== hash || now.rows !== rows) return refuse("digest_mismatch"); // guard: frozen-hash
  const parts = await partsOfSet(actor, set);
  return ok({ set, parties: parts.map(({ relyingPartyId }) => relyingPartyId) });
}
