import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { addTallies, etaOf, summed } from "../rules/progress";
import type { RowState } from "../rules/row-states";
import type { HeldReason, LanePhase, LaneView, ReplayRowView, ReplayState, ReplayView, Tally } from "../shapes";

type Head = {
  setId: string;
  state: ReplayState;
  rate: number;
  approvedRate: number;
  takingBack: boolean;
  trouble: string | null;
  startedBy: string;
  startedAt: Date;
  finalAt: Date | null;
};
type Lane = Tally & {
  id: string;
  name: string;
  phase: LanePhase;
  heldReason: HeldReason | null;
  /** First attempts that ended lately. */
  lately: number;
};

/** Over so many seconds first attempts are counted for the pace that is told. */
const latelySeconds = 30;

/** Where a replay is, as a whole and for each relying party; counts only, so that everybody with a role may see it. */
export async function findReplayView(_actor: Actor, requestId: string): Promise<ReplayView | null> {
  const [head] = await consoleDb().$queryRaw<Head[]>`
    SELECT p.set_id::text AS "setId", p.state, p.rate, p.approved_rate AS "approvedRate", p.taking_back AS "takingBack", p.trouble, who.name AS "startedBy",
           p.started_at AS "startedAt", p.final_at AS "finalAt"
      FROM replays p JOIN action_requests r ON r.id = p.request_id JOIN people who ON who.id = r.requester_id
     WHERE p.request_id = ${requestId}::uuid`;
  if (!head) return null;
  const lanes = await consoleDb().$queryRaw<Lane[]>`
    SELECT l.relying_party_id::text AS id, l.relying_party_name AS name, l.phase, l.held_reason AS "heldReason",
           l.remaining - moving.claimed AS remaining, moving.claimed, l.queued, l.delivered, l.failed_again, l.skipped_changed,
           l.skipped_superseded, l.skipped_refused,
           (SELECT count(*)::int FROM replay_rows r
             WHERE r.set_id = ${head.setId}::uuid AND r.relying_party_id = l.relying_party_id AND r.judged_at IS NOT NULL
               AND r.judged_at > now() - make_interval(secs => ${latelySeconds})) AS lately
      FROM replay_lanes l
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(cardinality(c.ids)), 0)::int AS claimed FROM replay_chunks c
        WHERE c.request_id = l.request_id AND c.relying_party_id = l.relying_party_id AND c.settled_at IS NULL) moving
     WHERE l.request_id = ${requestId}::uuid ORDER BY l.relying_party_name, l.relying_party_id`;
  return viewOf(requestId, head, lanes);
}

function viewOf(
  requestId: string,
  { setId: _set, startedAt, finalAt, ...head }: Head,
  found: readonly Lane[],
): ReplayView {
  const lanes = found.map(({ id, name, phase, heldReason, lately, ...tally }) => ({
    lately,
    view: { relyingParty: { id, name }, phase, heldReason, tally } satisfies LaneView,
  }));
  const tally = addTallies(lanes.map(({ view }) => view.tally));
  const { onTheWay: _onTheWay, ...sums } = summed(tally);
  const going = lanes.map(({ lately, view }) => ({
    left: view.tally.remaining + view.tally.claimed,
    seenPerSecond: lately / latelySeconds,
  }));
  return {
    ...head,
    ...sums,
    requestId,
    startedAt: startedAt.toISOString(),
    finalAt: finalAt?.toISOString() ?? null,
    total: Object.values(tally).reduce((sum, count) => sum + count, 0),
    tally,
    ratePerSecond: finalAt === null ? lanes.reduce((sum, { lately }) => sum + lately, 0) / latelySeconds : 0,
    eta: finalAt === null ? etaOf(going, head.rate) : null,
    lanes: lanes.map(({ view }) => view),
  };
}

/**
 * What became of each delivery, in the order of their ids: a page of it, or as many as are asked for.
 * @param ask.after the last id of the page before; ask.state only those
 * @refuses not_allowed for people who may see counts only
 */
export async function listReplayRows(
  actor: Actor,
  requestId: string,
  ask: { after: string | null; state: RowState | null; limit: number },
): Promise<ReplayRowView[]> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: replay-rows
  type Row = Omit<ReplayRowView, "enqueuedAt" | "judgedAt"> & { enqueuedAt: Date | null; judgedAt: Date | null };
  const rows = await consoleDb().$queryRaw<Row[]>`
    WITH moving AS MATERIALIZED (SELECT unnest(ids) AS id FROM replay_chunks WHERE request_id = ${requestId}::uuid AND settled_at IS NULL),
    seen AS (
      SELECT r.delivery_id, r.relying_party_id, r.attempts, r.last_status, r.enqueued_at, r.judged_at,
             CASE WHEN r.state = 'remaining' AND r.delivery_id IN (SELECT id FROM moving) THEN 'claimed' ELSE r.state END AS state
        FROM replay_rows r JOIN replays p ON p.set_id = r.set_id
       WHERE p.request_id = ${requestId}::uuid AND r.delivery_id > ${BigInt(ask.after ?? "0")} ORDER BY r.delivery_id)
    SELECT delivery_id::text AS "deliveryId", relying_party_id::text AS "relyingPartyId", state, attempts, last_status AS "lastStatus",
           enqueued_at AS "enqueuedAt", judged_at AS "judgedAt"
      FROM seen WHERE ${ask.state}::text IS NULL OR state = ${ask.state} LIMIT ${ask.limit}`;
  return rows.map((row) => ({
    ...row,
    enqueuedAt: row.enqueuedAt?.toISOString() ?? null,
    judgedAt: row.judgedAt?.toISOString() ?? null,
  }));
}
