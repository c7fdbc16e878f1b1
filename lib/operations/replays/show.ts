import "server-only";
import { createHash } from "node:crypto";
import { canonical } from "@/lib/core/canonical";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findCollision, type Party, readParties } from "@/lib/replays/queries/parties";
import { minutesAt } from "@/lib/replays/rules/progress";
import type { FrozenSet, LeftOutReason, ReplayWish } from "@/lib/replays/shapes";
import { leftOutReasons } from "@/lib/replays/shapes";
import type { Context, Phrase, Preview } from "../define";

/** What would be put back, by relying party, and what of the wish would not. */
export type Wanted = {
  parties: readonly { id: string; rows: number }[];
  superseded: number;
  leftOut: Partial<Record<LeftOutReason, number>>;
  sample: readonly string[];
};

/**
 * A replay as it would run: how many, of whom, how long, and what is left out and why.
 * @refuses nothing_to_replay, relying_party_off, replay_under_way
 */
export async function showReplay(
  { actor, stored }: Context,
  wish: ReplayWish,
  wanted: Wanted,
  target: FrozenSet | null,
): Promise<Result<Preview>> {
  const rows = wanted.parties.reduce((sum, party) => sum + party.rows, 0);
  if (rows === 0) return refuse("nothing_to_replay");
  const ids = wanted.parties.filter((party) => party.rows > 0).map(({ id }) => id);
  const parties = await readParties(actor, ids);
  const off = parties.find(({ switchedOn }) => !switchedOn);
  if (off) return refuse("relying_party_off", { relyingParty: off.name });
  const collision = await findCollision(actor, ids);
  if (collision && collision.requestId !== stored?.id) {
    const { requestId, name, relyingParty } = collision;
    return refuse("replay_under_way", { name, relyingParty, requestId }); // guard: collision
  }
  return ok({
    subject: subjectOf(rows, parties),
    blast: { deliveries: rows, relyingParties: parties.length, people: 0, requests: rows },
    lines: linesOf(wish, wanted, rows),
    warnings: warningsOf(wish, wanted),
    reversible: false,
    fingerprint: fingerprintOf(wish, parties),
    target,
  });
}

const namesShown = 3;

function subjectOf(rows: number, parties: readonly Party[]): string {
  const names = parties.slice(0, namesShown).map(({ name }) => name);
  const more = parties.length - names.length;
  return `${rows} → ${names.join(", ")}${more > 0 ? ` +${more}` : ""}`;
}

function linesOf(wish: ReplayWish, { parties, superseded, sample }: Wanted, rows: number): Phrase[] {
  const most = Math.max(...parties.map((party) => party.rows));
  const { ratePerSecond: rate } = wish;
  return [
    { key: "replays.preview.rows", values: { rows, relyingParties: parties.filter((party) => party.rows > 0).length } },
    { key: "replays.preview.pace", values: { rate, minutes: minutesAt(most, rate) } },
    { key: "replays.preview.canaries" },
    { key: "replays.preview.sample", values: { ids: sample.join(", ") } },
    ...(superseded > 0 && !wish.includeSuperseded
      ? [{ key: "replays.preview.superseded", values: { rows: superseded } }]
      : []),
  ];
}

function warningsOf(wish: ReplayWish, { superseded, leftOut }: Wanted): Phrase[] {
  return [
    ...leftOutReasons.flatMap((reason) => {
      const rows = leftOut[reason] ?? 0;
      return rows > 0 ? [{ key: `replays.preview.leftOut.${reason}`, values: { rows } }] : [];
    }),
    ...(superseded > 0 && wish.includeSuperseded
      ? [{ key: "replays.preview.supersededToo", values: { rows: superseded } }]
      : []),
    ...(wish.includeHeld ? [{ key: "replays.preview.heldToo" }] : []),
  ];
}

/** Changes with the pace, with what is let in, and with where the deliveries go; rows are guarded one by one. */
function fingerprintOf(wish: ReplayWish, parties: readonly Party[]): string {
  const { ratePerSecond, includeSuperseded = false, includeHeld = false } = wish;
  const to = parties.map(({ id, address, switchedOn }) => ({ id, address, switchedOn }));
  return createHash("sha256").update(canonical({ ratePerSecond, includeSuperseded, includeHeld, to })).digest("hex");
}
