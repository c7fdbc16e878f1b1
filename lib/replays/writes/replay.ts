import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { HeldReason, LanePhase } from "../shapes";

/** How long a worker may write without saying that it still lives, by the console's clock. */
export const leaseSeconds = 10;

type NewReplay = { requestId: string; setId: string; rate: number; includeSuperseded: boolean };

/**
 * Starts a replay of a frozen set, one lane for each relying party.
 * @returns false while any of them is being replayed already: of two at once, one begins
 */
export async function beginReplay(
  tx: ConsoleTransaction,
  { requestId, setId, rate, includeSuperseded }: NewReplay,
  parties: readonly { id: string; name: string }[],
): Promise<boolean> {
  await tx.$executeRaw`
    INSERT INTO replays (request_id, set_id, state, rate, approved_rate, include_superseded)
    VALUES (${requestId}::uuid, ${setId}::uuid, 'running', ${rate}, ${rate}, ${includeSuperseded})`;
  const [ids, names] = [parties.map(({ id }) => BigInt(id)), parties.map(({ name }) => name)];
  const [begun] = await tx.$queryRaw<{ asked: number; lanes: number }[]>`
    WITH parts AS (
      SELECT relying_party_id AS id, count(*) FILTER (WHERE state = 'remaining') AS remaining,
             count(*) FILTER (WHERE state = 'skipped_superseded') AS superseded
        FROM replay_rows WHERE set_id = ${setId}::uuid GROUP BY 1),
    lanes AS (
      INSERT INTO replay_lanes (request_id, relying_party_id, relying_party_name, phase, remaining, skipped_superseded)
      SELECT ${requestId}::uuid, p.id, coalesce(w.name, p.id::text), 'canary_one', p.remaining, p.superseded
        FROM parts p LEFT JOIN unnest(${ids}::bigint[], ${names}::text[]) AS w(id, name) USING (id)
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT (SELECT count(*)::int FROM parts) AS asked, (SELECT count(*)::int FROM lanes) AS lanes`;
  return begun !== undefined && begun.asked === begun.lanes; // guard: replay-collision
}

export type LeasedReplay = {
  requestId: string;
  setId: string;
  state: "running" | "paused" | "canceling";
  rate: number;
  includeSuperseded: boolean;
  /** Behind which row the look at what is on its way goes on. */
  followed: string | null;
  /** What nobody has tried yet is taken back. */
  takingBack: boolean;
  /** The trace of whoever confirmed it. */
  traceparent: string | null;
};

/** Takes or keeps the right to advance a replay, by the console's clock: of many workers, one has it. */
export async function leaseReplay(
  tx: ConsoleTransaction,
  requestId: string,
  worker: string,
): Promise<LeasedReplay | null> {
  const [leased] = await tx.$queryRaw<LeasedReplay[]>`
    UPDATE replays SET lease_holder = ${worker}, lease_until = now() + make_interval(secs => ${leaseSeconds})
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL
       AND (lease_holder = ${worker} OR lease_until IS NULL OR lease_until < now())
    RETURNING request_id::text AS "requestId", set_id::text AS "setId", state, rate, include_superseded AS "includeSuperseded",
              followed, taking_back AS "takingBack",
              (SELECT r.traceparent FROM action_requests r WHERE r.id = request_id) AS traceparent`;
  return leased ?? null;
}

/** Gives the lease back after a step, so that the next one, by whichever worker, need not wait for its end. */
export async function releaseReplay(tx: ConsoleTransaction, requestId: string, worker: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE replays SET lease_holder = NULL, lease_until = NULL WHERE request_id = ${requestId}::uuid AND lease_holder = ${worker}`;
}

/** Where the look at what is on its way goes on in the next step. */
export async function keepFollowed(tx: ConsoleTransaction, requestId: string, followed: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE replays SET followed = ${followed} WHERE request_id = ${requestId}::uuid AND followed IS DISTINCT FROM ${followed}`;
}

/** Says why nothing moves just now, or that it does again. */
export async function tellTrouble(tx: ConsoleTransaction, requestId: string, trouble: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE replays SET trouble = ${trouble}, changed_at = now()
     WHERE request_id = ${requestId}::uuid AND trouble IS DISTINCT FROM ${trouble}`;
}

/** What people set: nothing moves any more once this is committed. @returns false where it was in none of these states */
export async function setReplayState(
  tx: ConsoleTransaction,
  requestId: string,
  change: { from: readonly string[]; to: "running" | "paused" | "canceling" },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE replays SET state = ${change.to}, changed_at = now()
     WHERE request_id = ${requestId}::uuid AND state = ANY(${[...change.from]}) AND final_at IS NULL`;
  return changed === 1;
}

/** Ends it, and wants back what nobody has tried yet. @returns false where it is over, or that was wanted before */
export async function takeReplayBack(tx: ConsoleTransaction, requestId: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE replays SET state = 'canceling', taking_back = true, changed_at = now()
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND NOT taking_back`;
  return changed === 1;
}

/** Never above what was approved. @returns false where it is over, or that would be more */
export async function setReplayRate(tx: ConsoleTransaction, requestId: string, rate: number): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE replays SET rate = ${rate}, changed_at = now()
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND approved_rate >= ${rate}`;
  return changed === 1;
}

/** Lanes that were held begin again with one canary. */
export async function restartLanes(tx: ConsoleTransaction, requestId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE replay_lanes SET phase = 'canary_one', held_reason = NULL, phase_at = now(), last_chunk_at = NULL
     WHERE request_id = ${requestId}::uuid AND phase = 'held' AND final_at IS NULL`;
}

/**
 * Moves a lane from the phase that was seen, by the worker that has the lease: one that slept moves nothing.
 * @returns the relying party's name, since when it stands there, and whether others are held; null where nothing was moved
 */
export async function moveLane(
  tx: ConsoleTransaction,
  lane: { requestId: string; relyingPartyId: string; worker: string },
  move: { from: LanePhase; to: LanePhase; reason: HeldReason | null },
): Promise<{ name: string; since: string; othersHeld: boolean } | null> {
  const [moved] = await tx.$queryRaw<{ name: string; since: string; othersHeld: boolean }[]>`
    UPDATE replay_lanes l SET phase = ${move.to}, held_reason = ${move.reason}, phase_at = now(), last_chunk_at = NULL,
           final_at = CASE WHEN ${move.to} = 'done' THEN now() END
     WHERE request_id = ${lane.requestId}::uuid AND relying_party_id = ${BigInt(lane.relyingPartyId)} AND final_at IS NULL
       AND phase = ${move.from}
       AND EXISTS (SELECT FROM replays p WHERE p.request_id = ${lane.requestId}::uuid AND p.lease_holder = ${lane.worker}
                      AND p.lease_until > now())
    RETURNING relying_party_name AS name, phase_at::text AS since,
              EXISTS (SELECT FROM replay_lanes o WHERE o.request_id = l.request_id AND o.relying_party_id <> l.relying_party_id
                         AND o.phase = 'held' AND o.final_at IS NULL) AS "othersHeld"`;
  return moved ?? null;
}

/** The end of all of it; lanes that had rows left let their relying parties go. @returns false when it was over already */
export async function endReplay(
  tx: ConsoleTransaction,
  requestId: string,
  state: "canceled" | "finished",
): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE replays SET state = ${state}, trouble = NULL, changed_at = now(), final_at = now(), lease_until = NULL
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL`;
  await tx.$executeRaw`UPDATE replay_lanes SET final_at = now() WHERE request_id = ${requestId}::uuid AND final_at IS NULL`;
  return ended === 1;
}
