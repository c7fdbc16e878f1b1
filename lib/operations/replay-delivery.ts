import "server-only";
import { consoleDb } from "@/lib/core/db";
import { ok, Refused, refuse } from "@/lib/core/errors";
import { findReplay } from "@/lib/replays/queries/find-replay";
import { hashOfSet } from "@/lib/replays/queries/frozen-set";
import { readParties } from "@/lib/replays/queries/parties";
import { driftOfSet, narrowsReplay } from "@/lib/replays/rules/wish";
import { replayWish } from "@/lib/replays/shapes";
import { beginReplay } from "@/lib/replays/writes/replay";
import { defineOperation, type Outcome } from "./define";
import { freezeWish, partsOfStored, previewSet, previewWish, readSet } from "./replays/freeze";

/**
 * Many dead deliveries put back, exactly those that were frozen when it was asked for, at a pace that their receivers can bear. It
 * only begins here: the worker goes on, one canary first, and stops by itself where first attempts fail.
 * @refuses nothing_to_replay, relying_party_off, replay_under_way, digest_mismatch, invalid_input
 * @source IdP incident playbook, "재처리" (bulk retry); design: domain §2, replay
 */
export const replayDelivery = defineOperation({
  name: "delivery.replay",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: replayWish,
  narrows: narrowsReplay,
  drift: driftOfSet,
  freeze: freezeWish,
  parts: partsOfStored,

  preview: (context, wish) => (context.stored ? previewSet(context, wish, context.stored) : previewWish(context, wish)),

  async run({ request, ...context }, { ratePerSecond: rate, includeSuperseded = false }, target) {
    const read = await readSet(context, target, (set) => hashOfSet(context.actor, set));
    if (!read.ok) return read;
    const { set: setId, parties: ids } = read.value;
    const parties = await readParties(context.actor, ids);
    const begun = await begin({ requestId: request.id, setId, rate, includeSuperseded }, parties);
    return begun ? ok(begunOutcome(request.id)) : refuse("replay_under_way");
  },

  async reconcile({ actor }, request) {
    const replay = await findReplay(actor, request.id);
    if (!replay) return { happened: false };
    const over = replay.state === "finished" || replay.state === "canceled";
    return over ? { happened: true, outcome: begunOutcome(request.id) } : { happened: "undecided" };
  },
});

type Begin = Parameters<typeof beginReplay>[1];

/** All lanes or none: a relying party that is being replayed already keeps the whole of it from beginning. */
async function begin(replay: Begin, parties: readonly { id: string; name: string }[]): Promise<boolean> {
  try {
    return await consoleDb().$transaction(async (tx) => {
      if (!(await beginReplay(tx, replay, parties))) throw new Refused({ code: "replay_under_way" });
      return true;
    });
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

const begunOutcome = (requestId: string): Outcome => ({
  summary: { key: "replays.begun" },
  href: `/operations/${requestId}`,
  goesOn: true,
});
