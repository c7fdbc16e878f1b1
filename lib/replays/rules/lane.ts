import { minutes, seconds } from "@/lib/core/duration";
import type { HeldReason, LanePhase } from "../shapes";
import { allowance, rampedRate } from "./pace";

/** Share of failed first attempts at which a lane is held. @source design: replay */
export const breakerShare = 0.2;
/** The last so many first attempts are judged, and no fewer than this. */
export const breakerWindow = { last: 50, atLeast: 10 } as const;
/** How long a first attempt may take to show. @source design: replay, canary */
export const firstAttemptWithinMs = seconds(60);
/** A row that nobody took for so long counts as failed. @source design: deliveries, "not picked up" */
export const pickUpWithinMs = minutes(10);

const canaries: Partial<Record<LanePhase, { rows: number; next: LanePhase }>> = {
  canary_one: { rows: 1, next: "canary_ten" },
  canary_ten: { rows: 10, next: "ramp" },
};

/** What a lane looks like to whoever decides about it. */
export type LaneSeen = {
  phase: LanePhase;
  phaseMs: number;
  sinceLastMs: number | null;
  /** Of the rows that were put back since this phase began. */
  wave: { waiting: number; arrived: number; failed: number };
  /** Of the last first attempts since the canaries. */
  recent: { judged: number; failed: number };
  remaining: number;
  /** Put back by us and not tried yet, also from earlier phases; how long the oldest has waited. */
  waiting: number;
  oldestWaitingMs: number;
  liveDue: number;
  switchedOn: boolean;
};

export type LaneMove =
  | { to: "held"; reason: HeldReason }
  | { to: Exclude<LanePhase, "held"> }
  | { to: null; enqueue: number };

const held = (reason: HeldReason): LaneMove => ({ to: "held", reason });
const enqueue = (rows: number): LaneMove => ({ to: null, enqueue: rows });

/** What a lane does next: moves to another phase, is held, or puts so many rows back. @param rate a second, as it is set now */
export function nextMove(seen: LaneSeen, rate: number): LaneMove {
  if (seen.remaining === 0) return seen.waiting === 0 ? { to: "done" } : enqueue(0);
  if (!seen.switchedOn) return held("relying_party_off"); // guard: replay-off
  // Whoever resumes gives what still waits its time anew.
  if (seen.waiting > 0 && Math.min(seen.oldestWaitingMs, seen.phaseMs) > firstAttemptWithinMs)
    return held("no_first_attempt");
  const canary = canaries[seen.phase];
  if (canary) return canaryMove(seen, canary);
  if (seen.recent.judged >= breakerWindow.atLeast && failedTooOften(seen.recent.failed, seen.recent.judged))
    return held("breaker"); // guard: breaker
  return enqueue(allowance(rampedRate(rate, seen.phaseMs), seen));
}

/** The canaries are judged by their first attempts, all of them, before anything else moves. */
function canaryMove({ wave, remaining }: LaneSeen, { rows, next }: { rows: number; next: LanePhase }): LaneMove {
  if (failedTooOften(wave.failed, rows)) return held("canary_failed"); // guard: canary
  const sent = wave.waiting + wave.arrived + wave.failed;
  if (sent < rows) return enqueue(Math.min(rows - sent, remaining));
  if (wave.waiting > 0) return enqueue(0);
  return { to: next as Exclude<LanePhase, "held"> };
}

const failedTooOften = (failed: number, of: number): boolean => failed > 0 && failed / of >= breakerShare;
