import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import type { ProbeLane } from "../shapes";

/** So late is whoever looked last no longer waited for, and another worker looks. */
const handedOnAfterMs = seconds(5);

type Wanted = { lane: ProbeLane; workerId: string; intervalMs: number; earlyMs: number };

/**
 * Takes the turn to look, when it is due: one statement, so that of any number of workers one gets it. Whoever had the last turn is
 * preferred, so that one pair of eyes looks as long as it lives.
 * @param wanted.earlyMs how much too early a turn may be taken: the pause between two tries, so that none is late by it
 * @returns the turn, without which nothing that was seen is kept; null when it isn't ours
 */
export async function takeTurn(tx: ConsoleTransaction, wanted: Wanted): Promise<string | null> {
  const { lane, workerId, intervalMs, earlyMs } = wanted;
  const turn = randomUUID();
  const taken = await tx.$executeRaw`
    INSERT INTO probe_lanes AS held (lane, holder, turn, taken_at, due_at)
    VALUES (${lane}, ${workerId}, ${turn}::uuid, now(), now() + make_interval(secs => ${intervalMs / seconds(1)}))
    ON CONFLICT (lane) DO UPDATE
       SET holder = excluded.holder, turn = excluded.turn, taken_at = excluded.taken_at, due_at = excluded.due_at
     WHERE (held.holder = excluded.holder AND held.due_at <= now() + make_interval(secs => ${earlyMs / seconds(1)}))
        OR held.due_at <= now() - make_interval(secs => ${handedOnAfterMs / seconds(1)})`;
  return taken === 1 ? turn : null;
}
