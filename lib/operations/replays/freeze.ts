import "server-only";
import { consoleDb } from "@/lib/core/db";
import { minutes } from "@/lib/core/duration";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { countUnchanged, partsOfSet, sampleOfSet } from "@/lib/replays/queries/frozen-set";
import { readParties } from "@/lib/replays/queries/parties";
import { countWish, readWishBatch, type WishGroup } from "@/lib/replays/queries/wish-rows";
import { isUnderstood } from "@/lib/replays/rules/wish";
import { type FrozenSet, frozenSet, type LeftOutReason, type ReplayWish } from "@/lib/replays/shapes";
import { addToSet, beginSet, copyPart, dropSet, sealSet } from "@/lib/replays/writes/freeze";
import type { Parts, StoredRequest } from "@/lib/requests/shapes";
import type { Context, Preview } from "../define";
import { showReplay, type Wanted } from "./show";

/** So many rows are read and written down at once. */
const batch = 20_000;

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
      const set = await beginSet(tx);
      const leftOut: Wanted["leftOut"] = {};
      if (of) await copyPart(tx, frozenSet.parse(JSON.parse(of.targetText)).set, partOf(set, wish));
      else await fill(context, wish, { leftOut, add: (each) => addToSet(tx, set, each) });
      return { ...(await sealSet(tx, set)), set, leftOut };
    },
    { timeout: minutes(2) },
  );
  const { set, rows, hash, leftOut } = frozen;
  const shown = await showSet(context, wish, { set, rows, hash, unchanged: rows }, leftOut);
  if (!shown.ok) await consoleDb().$transaction((tx) => dropSet(tx, set));
  return shown;
}

const partOf = (to: string, { atMost, relyingParties }: ReplayWish) => ({
  to,
  atMost: atMost ?? Number.POSITIVE_INFINITY,
  relyingParties: relyingParties ?? null,
});

type Filling = { leftOut: Wanted["leftOut"]; add: (batch: Parameters<typeof addToSet>[2]) => Promise<number> };

async function fill({ actor }: Context, wish: ReplayWish, { leftOut, add }: Filling): Promise<void> {
  let room = wish.atMost ?? Number.POSITIVE_INFINITY;
  let after: { dlqAt: string; id: string } | null = null;
  while (room > 0) {
    const read = await readWishBatch(actor, wish, { after, limit: Math.min(batch, room) });
    if (!read) return;
    for (const group of read.groups) {
      if (group.leftOut) leftOut[group.leftOut] = (leftOut[group.leftOut] ?? 0) + group.rows;
      else {
        const skipped = group.superseded && !wish.includeSuperseded;
        room -= await add({ ...group, state: skipped ? "skipped_superseded" : "remaining" });
      }
    }
    after = read.last;
  }
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
export async function partsOfStored({ actor, stored }: Context): Promise<Parts> {
  const { set } = frozenSet.parse(JSON.parse(stored?.targetText ?? "null"));
  const going = (await partsOfSet(actor, set)).filter(({ remaining }) => remaining > 0);
  const rows = new Map(going.map(({ relyingPartyId, remaining }) => [relyingPartyId, remaining]));
  const parties = await readParties(actor, [...rows.keys()]);
  const choices = parties.map(({ id, name }) => ({ value: id, label: `${name} · ${rows.get(id) ?? 0}` }));
  const total = going.reduce((sum, { remaining }) => sum + remaining, 0);
  return { field: "relyingParties", choices, count: { field: "atMost", total } };
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
