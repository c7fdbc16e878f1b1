import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { systemActor } from "@/lib/access/system";
import { closeDatabases, consoleDb } from "@/lib/core/db";
import { advanceReplay } from "@/lib/operations/advance-replay";
import { performRoutine } from "@/lib/operations/perform/routine";
import { stepReplay } from "@/lib/operations/replays/step";
import { fence, type Stepping } from "@/lib/operations/replays/stepping";
import { readParties } from "@/lib/replays/queries/parties";
import { frozenSet } from "@/lib/replays/shapes";
import { beginReplay } from "@/lib/replays/writes/replay";
import { asker, freeze } from "./replay-asker";

// A worker as a process of its own that freezes one relying party's dead deliveries and puts them all back, or so many of them so many a
// second: PARTY PERSON [RATE MOST]. It sends what it took. The canaries are behind it. Without a rate it is the engine that is measured.
export type EngineTook = { rows: number; freezeMs: number; replayMs: number; longestUpdateMs: number; peakMb: number };

const [party = "", personId = "", rate, most] = process.argv.slice(2);
const noLimit = 1_000_000_000;
const actor = systemActor();
const person = asker(personId);

let [longestUpdateMs, updateBegan] = [0, 0];
const stepping: Stepping = {
  actor,
  fence,
  async perform(requestId, settle) {
    const input = { requestId, ...settle };
    const done = await performRoutine(actor, actor.workerId, { operation: "replay.advance", input });
    if (!done.ok) throw new Error(done.refusal.code);
  },
  async at(place) {
    if (place === "before update") updateBegan = performance.now();
    if (place === "after update") longestUpdateMs = Math.max(longestUpdateMs, performance.now() - updateBegan);
  },
};

const frozenFrom = performance.now();
const shown = await freeze(person, party, most === undefined ? undefined : Number(most));
const freezeMs = performance.now() - frozenFrom;
const { set: setId, rows } = frozenSet.parse(shown.target);

const requestId = randomUUID();
await consoleDb().$executeRaw`
  INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, digest, requester_id, session_id, reason,
                               execute_by, started_at, goes_on_until)
  VALUES (${requestId}::uuid, 'delivery.replay', 'grave', 'running', '{}', 'null', '', repeat('0', 64), ${personId}::uuid, 'bench', 'bench',
          now(), now(), now() + interval '1 hour')`;
const parties = await readParties(person, [party]);
await consoleDb().$transaction((tx) =>
  beginReplay(
    tx,
    { requestId, setId, rate: rate === undefined ? noLimit : Number(rate), includeSuperseded: false },
    parties,
  ),
);
await consoleDb()
  .$executeRaw`UPDATE replay_lanes SET phase = 'ramp', phase_at = now() - interval '1 hour' WHERE request_id = ${requestId}::uuid`;

const began = performance.now();
for (;;) {
  await stepReplay(stepping, requestId);
  const [lane] = await consoleDb().$queryRaw<{ remaining: number; held: string | null }[]>`
    SELECT remaining, held_reason AS held FROM replay_lanes WHERE request_id = ${requestId}::uuid`;
  if (lane?.held) throw new Error(`the lane was held: ${lane.held}`);
  if (lane?.remaining === 0) break;
  if (rate !== undefined) await pause(advanceReplay.rounds?.everyMs);
}
const replayMs = performance.now() - began;
const peakMb = process.resourceUsage().maxRSS / 1_024;
const took: EngineTook = { rows, freezeMs, replayMs, longestUpdateMs, peakMb };
process.send?.(took);
// The next one of this relying party is another's.
await consoleDb().$executeRaw`UPDATE replay_lanes SET final_at = now() WHERE request_id = ${requestId}::uuid`;
await consoleDb()
  .$executeRaw`UPDATE replays SET state = 'canceled', final_at = now() WHERE request_id = ${requestId}::uuid`;
await closeDatabases();
process.disconnect?.();
