import "server-only";
import { z } from "zod";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { ok, refuse } from "@/lib/core/errors";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import { listSeen, type SeenSample } from "@/lib/triage/queries/list-seen";
import { isDown } from "@/lib/triage/rules/console-clerk";
import { laneIntervalMs, paceMs } from "@/lib/triage/rules/pace";
import { stretchOf } from "@/lib/triage/rules/stretch";
import { type ProbeLane, probeLanes, reading } from "@/lib/triage/shapes";
import { keepSamples } from "@/lib/triage/writes/keep-samples";
import { takeTurn } from "@/lib/triage/writes/take-turn";
import { defineOperation, type Outcome, quietPreview } from "./define";

/** How often a worker asks whether it is its turn. */
const askEveryMs = seconds(0.5);
const intervalMs = (): number => env().PROBE_INTERVAL_SECONDS * seconds(1);

/**
 * Writes down what the probes saw in one turn of one worker. A record row follows when the console Clerk is from now on down enough
 * for emergency access, or no longer.
 */
export const sampleProbe = defineOperation({
  name: "probe.sample",
  risk: "system",
  allows: [],
  reach: "console",
  input: z.strictObject({ lane: z.enum(probeLanes), turn: z.uuid(), readings: z.array(reading).min(1).max(200) }),

  rounds: {
    everyMs: askEveryMs,
    lanes: () => probeLanes,
    async pass({ actor, lane: name, perform }) {
      const lane = name as ProbeLane;
      const everyMs = laneIntervalMs(lane, intervalMs());
      const wanted = { lane, workerId: actor.workerId, intervalMs: everyMs, earlyMs: askEveryMs };
      const turn = await consoleDb().$transaction((tx) => takeTurn(tx, wanted));
      if (turn) await perform({ lane, turn, readings: await askProbes(actor, lane) });
    },
  },

  async preview(_context, { lane }) {
    return ok(quietPreview(lane));
  },

  async run({ actor, tx }, { lane, turn, readings }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    // Claims of a minute are made of the console Clerk alone; the others are many, and some have a rate limit.
    const paces = lane === "console_clerk" ? readings.map(({ status }) => paceMs(status, intervalMs())) : [];
    const nextMs = Math.min(laneIntervalMs(lane, intervalMs(), readings.length), ...paces);
    const kept = await keepSamples(tx, { lane, turn, workerId: actor.workerId }, { readings, nextMs });
    return ok({
      summary: { key: "triage.sampled" },
      facts: kept ? doorOf(await listSeen("console_clerk", tx)) : { changed: 0 },
    });
  },
});

/** Whether the newest sample changed what the probes say of emergency access. */
function doorOf(seen: readonly SeenSample[]): Outcome["facts"] {
  const downAt = (samples: readonly SeenSample[]): boolean => {
    const [newest] = samples;
    const asOfThen = samples.map(({ status, ageMs }) => ({ status, ageMs: ageMs - (newest?.ageMs ?? 0) }));
    return isDown(stretchOf(asOfThen, intervalMs()));
  };
  const [was, is] = [downAt(seen.slice(1)), downAt(seen)];
  return was === is
    ? { changed: 0 }
    : { consoleClerk: is ? "down" : "no_longer_down", detail: seen[0]?.detail ?? null };
}
