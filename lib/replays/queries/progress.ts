import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { addToTally, emptyTally, etaOf, summed } from "../rules/progress";
import type {
  HeldReason,
  LanePhase,
  LaneView,
  ReplayRowView,
  ReplayState,
  ReplayView,
  RowState,
  Tally,
} from "../shapes";

type Head = {
  setId: string;
  state: ReplayState;
  rate: number;
  approvedRate: number;
  trouble: string | null;
  startedBy: string;
  startedAt: Date;
  finalAt: Date | null;
};
type Lane = { id: string; name: string; phase: LanePhase; heldReason: HeldReason | null };
type Counted = { id: string; state: RowState; count: number; lately: number };

/** Over so many seconds first attempts are counted for the pace that is told. */
const latelySeconds = 30;

/** Where a replay is, as a whole and for each relying party; counts only, so that everybody with a role may see it. */
export async function findReplayView(_actor: Actor, requestId: string): Promise<ReplayView | null> {
  const [head] = await consoleDb().$queryRaw<Head[]>`
    SELECT p.set_id::text AS "setId", p.state, p.rate, p.approved_rate AS "approvedRate", p.trouble, who.name AS "startedBy",
           p.started_at AS "startedAt", p.final_at AS "finalAt"
      FROM replays p JOIN action_requests r ON r.id = p.request_id JOIN people who ON who.id = r.requester_id
     WHERE p.request_id = ${requestId}::uuid`;
  if (!head) return null;
  const [lanes, counted] = await Promise.all([
    consoleDb().$queryRaw<Lane[]>`
      SELECT relying_party_id::text AS id, relying_party_name AS name, phase, held_reason AS "heldReason"
        FROM replay_lanes WHERE request_id = ${requestId}::uuid ORDER BY relying_party_name, relying_party_id`,
    consoleDb().$queryRaw<Counted[]>`
      SELECT relying_party_id::text AS id, state, count(*)::int AS count,
             count(*) FILTER (WHERE judged_at > now() - make_interval(secs => ${latelySeconds}))::int AS lately
        FROM replay_rows WHERE set_id = ${head.setId}::uuid GROUP BY relying_party_id, state`,
  ]);
  return viewOf(requestId, head, { lanes, counted });
}

function viewOf(
  requestId: string,
  { setId: _set, startedAt, finalAt, ...head }: Head,
  { lanes, counted }: { lanes: readonly Lane[]; counted: readonly Counted[] },
): ReplayView {
  const tallyOf = (rows: readonly Counted[]): Tally =>
    rows.reduce((tally, { state, count }) => addToTally(tally, state, count), emptyTally());
  const views: LaneView[] = lanes.map(({ id, name, ...lane }) => ({
    ...lane,
    relyingParty: { id, name },
    tally: tallyOf(counted.filter((row) => row.id === id)),
  }));
  const tally = tallyOf(counted);
  const { onTheWay: _onTheWay, ...sums } = summed(tally);
  const pace = (rows: readonly Counted[]): number => rows.reduce((sum, { lately }) => sum + lately, 0) / latelySeconds;
  const going = views.map(({ relyingParty, tally: own }) => ({
    left: own.remaining + own.claimed,
    seenPerSecond: pace(counted.filter((row) => row.id === relyingParty.id)),
  }));
  return {
    ...head,
    ...sums,
    requestId,
    startedAt: startedAt.toISOString(),
    finalAt: finalAt?.toISOString() ?? null,
    total: Object.values(tally).reduce((sum, count) => sum + count, 0),
    tally,
    ratePerSecond: finalAt === null ? pace(counted) : 0,
    eta: finalAt === null ? etaOf(going, head.rate) : null,
    lanes: views,
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
    SELECT r.delivery_id::text AS "deliveryId", r.relying_party_id::text AS "relyingPartyId", r.state, r.attempts,
           r.last_status AS "lastStatus", r.enqueued_at AS "enqueuedAt", r.judged_at AS "judgedAt"
      FROM replay_rows r JOIN replays p ON p.set_id = r.set_id
     WHERE p.request_id = ${requestId}::uuid AND r.delivery_id > ${BigInt(ask.after ?? "0")}
       AND (${ask.state}::text IS NULL OR r.state = ${ask.state})
     ORDER BY r.delivery_id LIMIT ${ask.limit}`;
  return rows.map((row) => ({
    ...row,
    enqueuedAt: row.enqueuedAt?.toISOString() ?? null,
    judgedAt: row.judgedAt?.toISOString() ?? null,
  }));
}
