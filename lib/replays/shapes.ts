import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import { deliveryId, longestSearch } from "@/lib/deliveries/shapes";
import type { RowState } from "./rules/row-states";

/** Most deliveries that can be named one by one; more are asked for by a filter. */
export const mostNamed = 1_000;

/** Deliveries a second, for each relying party. */
export const replayRate = z.number().int().min(1).max(1_000);

const part = z.string().trim().max(200).refine(isStorable).optional();

/** What the list of dead deliveries shows by an address; a group is one, too. `since`: what died at that instant or later. */
export const replayFilter = z.strictObject({
  app: z.union([deliveryId, z.literal("")]).optional(),
  event: part,
  status: z.union([z.string().regex(/^[1-5]\d\d$/), z.literal("none"), z.literal("")]).optional(),
  q: z.string().trim().max(longestSearch).refine(isStorable).optional(),
  since: z.iso.datetime({ precision: 3 }).optional(),
});
export type ReplayFilter = z.infer<typeof replayFilter>;

/** What is wished for: a filter or named deliveries, how fast, and what may be left out or let in. */
export const replayWish = z
  .strictObject({
    filter: replayFilter.optional(),
    ids: z.array(deliveryId).min(1).max(mostNamed).optional(),
    ratePerSecond: replayRate,
    /** Also those of which a later event of the same subject has arrived. */
    includeSuperseded: z.boolean().optional(),
    /** Also those whose cause no retry can cure, because somebody has seen to it. */
    includeHeld: z.boolean().optional(),
    /** Only the first so many, the oldest first. */
    atMost: z.number().int().min(1).optional(),
    /** Only of these relying parties. */
    relyingParties: z.array(deliveryId).min(1).max(500).optional(),
  })
  .refine(({ filter, ids }) => (filter === undefined) !== (ids === undefined), { path: ["filter"] });
export type ReplayWish = z.infer<typeof replayWish>;

/** What a request holds of its set; the set itself lies in our database, and its hash is part of the digest. */
export const frozenSet = z.strictObject({
  set: z.uuid(),
  rows: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** How many of them were still as frozen when this was read. */
  unchanged: z.number().int().nonnegative(),
});
export type FrozenSet = z.infer<typeof frozenSet>;

export const replayStates = ["running", "paused", "canceling", "canceled", "finished"] as const;
export type ReplayState = (typeof replayStates)[number];

export const lanePhases = ["canary_one", "canary_ten", "ramp", "held", "done"] as const;
export type LanePhase = (typeof lanePhases)[number];

/** Why a relying party's part waits for a person. */
export const heldReasons = ["canary_failed", "breaker", "no_first_attempt", "relying_party_off"] as const;
export type HeldReason = (typeof heldReasons)[number];

/** Why some deliveries are left out from the begin: a retry would end as they did. */
export const leftOutReasons = ["needs_key", "needs_relying_party", "arrived_before"] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** How many rows of a replay, or of one relying party's part, are where. */
export type Tally = Record<RowState, number>;

/** How long something may take: from, to; `to` is null where nobody can tell. */
export type Range = { fromSeconds: number; toSeconds: number | null };

export type LaneView = {
  relyingParty: { id: string; name: string };
  phase: LanePhase;
  heldReason: HeldReason | null;
  tally: Tally;
};

/** Where a replay is. Instants are ISO texts. */
export type ReplayView = {
  requestId: string;
  state: ReplayState;
  rate: number;
  approvedRate: number;
  /** What nobody has tried yet is taken back. */
  takingBack: boolean;
  trouble: string | null;
  startedBy: string;
  startedAt: string;
  finalAt: string | null;
  total: number;
  tally: Tally;
  done: number;
  skipped: number;
  failed: number;
  remaining: number;
  /** First attempts that ended within the last 30 seconds, a second. */
  ratePerSecond: number;
  eta: Range | null;
  lanes: LaneView[];
};

/** What became of one delivery of a replay. */
export type ReplayRowView = {
  deliveryId: string;
  relyingPartyId: string;
  state: RowState;
  attempts: number | null;
  lastStatus: number | null;
  enqueuedAt: string | null;
  judgedAt: string | null;
};

/** A page of them; `next`: the id that the page behind it begins after, null on the last. */
export type ReplayRowsPage = { rows: ReplayRowView[]; next: string | null };

/** The deliveries of a chunk. */
export const idsOfRows = z.array(deliveryId).max(5_000);

/** What is known of a chunk once it is closed: which rows our update reached, which were not as frozen, which are left for later. */
export const settledChunk = z.strictObject({
  chunkId: z.uuid(),
  /** Nearly always all of them: then nobody carries thousands of ids about. */
  enqueued: z.union([z.literal("all"), idsOfRows]),
  changed: idsOfRows,
  left: idsOfRows,
  refused: idsOfRows,
  /** Closed by reading the rows, because nobody had heard how the update ended. */
  recovered: z.boolean(),
});
export type SettledChunk = z.infer<typeof settledChunk>;
