import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { carryOn } from "@/lib/core/traces/span";
import { listFollowsInFlight, readSeenRows } from "@/lib/deliveries/queries/list-follows";
import { followOf, isFinalFollow } from "@/lib/deliveries/rules/follow";
import { deliveryId, followObservation } from "@/lib/deliveries/shapes";
import { observe } from "@/lib/deliveries/writes/follow";
import { defineOperation, type Outcome, quietPreview } from "./define";

/** Writes down what the worker saw of a retried delivery; a record row follows when it is final. */
export const followDelivery = defineOperation({
  name: "delivery.follow",
  risk: "system",
  allows: [],
  reach: "console",
  input: z.strictObject({ requestId: z.uuid(), deliveryId, seen: followObservation }),

  recorded: ({ seen }) => isFinalFollow(seen.state),
  requestOf: ({ requestId }) => requestId,

  work: {
    queue: "delivery.follow",
    pauseMs: seconds(1),
    async pass({ actor, perform }) {
      const inFlight = await listFollowsInFlight(actor);
      if (inFlight.length === 0) return "done";
      const rows = await readSeenRows(
        actor,
        inFlight.map((follow) => follow.deliveryId),
      );
      for (const { requestId, deliveryId: id, stamp, state, attempts, ageMs, traceparent } of inFlight) {
        const seen = followOf(rows.get(id) ?? null, stamp, ageMs);
        if (seen.state === state && seen.attempts === attempts) continue;
        const known = { "sallyport.request_id": requestId };
        await carryOn(traceparent, "job delivery.follow", known, () => perform({ requestId, deliveryId: id, seen }));
      }
      return "again";
    },
  },

  async preview(_context, input) {
    return ok(quietPreview(input.deliveryId));
  },

  async run({ tx }, { requestId, deliveryId: id, seen }) {
    const { state, attempts, lastStatus } = seen;
    const changed = await observe(tx, { requestId, deliveryId: id, seen });
    const facts: Outcome["facts"] = changed
      ? { requestId, deliveryId: id, state, attempts, lastStatus }
      : { changed: 0 };
    return ok({ summary: { key: `deliveries.follow.${state}` }, href: `/deliveries/${id}`, facts });
  },
});
