import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { canonical, type Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { type Facts, ok } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";
import { listOpenReplays } from "@/lib/replays/queries/advance";
import { tallyOf } from "@/lib/replays/queries/tally";
import { summed } from "@/lib/replays/rules/progress";
import { idsOfRows, type SettledChunk, settledChunk } from "@/lib/replays/shapes";
import { settleChunk } from "@/lib/replays/writes/chunk";
import { keepTakenBack } from "@/lib/replays/writes/outcomes";
import { endReplay } from "@/lib/replays/writes/replay";
import { defineOperation, quietPreview } from "./define";
import { endFollowed } from "./perform/end-followed";
import { stepReplay } from "./replays/step";
import { fence } from "./replays/stepping";

/** Closes a chunk of a replay, or the replay, with a row of the record; the worker advances it step by step in between. */
export const advanceReplay = defineOperation({
  name: "replay.advance",
  risk: "system",
  allows: [],
  reach: "console",
  input: z.strictObject({
    requestId: z.uuid(),
    chunk: settledChunk.nullable(),
    end: z.enum(["finished", "canceled"]).nullable(),
    takenBack: idsOfRows.optional(),
  }),
  requestOf: ({ requestId }) => requestId,

  rounds: {
    everyMs: seconds(0.5),
    lanes: () => ["replays"],
    async pass({ actor, perform }) {
      const stepping = {
        actor,
        fence,
        perform: (requestId: string, settle: object) => perform({ requestId, ...settle }),
      };
      let failed: unknown;
      for (const requestId of await listOpenReplays(actor))
        await stepReplay(stepping, requestId).catch((error: unknown) => {
          log().warn({ requestId, error: describeError(error) }, "a step of a replay failed; the next one tries again");
          failed = error;
        });
      if (failed) throw failed;
    },
  },

  async preview(_context, { requestId }) {
    return ok(quietPreview(requestId));
  },

  async run({ tx }, { requestId, chunk, end, takenBack }) {
    const putBack = chunk && (await settleChunk(tx, chunk));
    const closed = chunk && putBack ? factsOf(chunk, putBack) : {};
    const undone = takenBack ? await keepTakenBack(tx, requestId, takenBack) : 0;
    const ended = end !== null && (await endReplay(tx, requestId, end)) ? await finish(tx, requestId, end) : {};
    const told: Facts = {
      ...closed,
      ...(takenBack && undone > 0 ? { takenBack: undone, ids: hashOf(takenBack) } : {}),
      ...ended,
    };
    const facts: Facts = Object.keys(told).length > 0 ? told : { changed: 0 };
    return ok({
      summary: { key: "replays.advanced" },
      href: `/operations/${requestId}`,
      facts,
    });
  },
});

function factsOf({ chunkId, changed, left, refused, recovered }: SettledChunk, putBack: readonly string[]): Facts {
  const counts = {
    enqueued: putBack.length,
    foundChanged: changed.length,
    left: left.length,
    refused: refused.length,
  };
  return { chunkId, ...counts, ids: hashOf(putBack), recovered };
}

const hashOf = (ids: readonly string[]): string => createHash("sha256").update(ids.toSorted().join(",")).digest("hex");

async function finish(tx: ConsoleTransaction, requestId: string, end: "finished" | "canceled"): Promise<Facts> {
  const { done, failed, skipped, remaining } = summed(await tallyOf(tx, requestId));
  const facts = { end, done, failed, skipped, remaining };
  const outcome = {
    summary: { key: "replays.finished", values: { done, failed, skipped, remaining } },
    href: `/operations/${requestId}`,
    facts,
  };
  await endFollowed(
    tx,
    requestId,
    end === "finished"
      ? { ending: "succeeded", outcomeText: canonical(outcome as unknown as Json) }
      : { ending: "failed", failureCode: "replay_canceled" },
  );
  return facts;
}
