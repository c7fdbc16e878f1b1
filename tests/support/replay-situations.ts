import { ownerOf } from "./owner";
import { type ReplayOperation, stuckReplay } from "./replays";
import type { Cast, Situation } from "./situations";

/** What can be done to a replay that goes on, and to nobody else's. */
export const replaySituations: Record<"delivery.replay" | ReplayOperation, (cast: Cast) => Promise<Situation>> = {
  "delivery.replay": async ({ people, own, outbox }) => {
    await endReplays({ own });
    const { id } = await outbox.row();
    return {
      person: people.responder,
      input: { ids: [id], ratePerSecond: 10, includeSuperseded: true },
      change: () => outbox.touch(id),
    };
  },

  "replay.advance": async ({ people, own }) => {
    const requestId = await stuckReplay(ownerOf(own), people.responder.email);
    return { person: null, input: { requestId, chunk: null, end: "canceled" } };
  },

  "replay.cancel": async ({ people, own }) => ({
    person: people.responder,
    input: { request: await stuckReplay(ownerOf(own), people.admin.email) },
  }),

  "replay.pause": async ({ people, own }) => ({
    person: people.responder,
    input: { request: await stuckReplay(ownerOf(own), people.admin.email) },
  }),

  "replay.resume": async (cast) => ofOnesOwn(cast, {}),
  "replay.set-rate": async (cast) => ofOnesOwn(cast, { ratePerSecond: 10 }),
  "replay.undo": async (cast) => ofOnesOwn(cast, {}),
};

async function ofOnesOwn({ people, own }: Cast, more: Record<string, unknown>): Promise<Situation> {
  const request = await stuckReplay(ownerOf(own), people.responder.email);
  const change = async () => {
    await own.owner.query("UPDATE replays SET rate = 30, changed_at = clock_timestamp() WHERE request_id = $1", [
      request,
    ]);
  };
  return { person: people.responder, input: { request, ...more }, change };
}

/** No replay stands in the way of the next. */
async function endReplays({ own }: Pick<Cast, "own">): Promise<void> {
  await own.owner.query("UPDATE replay_lanes SET final_at = now() WHERE final_at IS NULL");
  await own.owner.query("UPDATE replays SET final_at = now(), state = 'canceled' WHERE final_at IS NULL");
}
