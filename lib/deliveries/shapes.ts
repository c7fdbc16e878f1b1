import { z } from "zod";
import type { Refusal } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";

const largestBigint = "9223372036854775807";

/** Ids of the IdP are bigints; they cross every border as decimal text. */
export const deliveryId = z
  .string()
  .regex(/^[1-9]\d{0,18}$/)
  .refine((id) => id.length < largestBigint.length || id <= largestBigint);

export const noteText = z.string().trim().min(1).max(2_000).refine(isStorable);

export const deliveryStates = ["dead", "pending", "delivered"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Why a delivery died, as far as the last answer tells. */
export const causes = [
  "relying_party_5xx",
  "relying_party_timeout",
  "rate_limited",
  "tls",
  "dns",
  "signature_rejected",
  "idempotency_conflict",
  "endpoint_gone",
  "payload_rejected",
  "redirect",
  "unknown",
] as const;
export type Cause = (typeof causes)[number];

/** A cause, the rule that spoke, and the words of the error that it went by, if it went by words. */
export type JudgedCause = { cause: Cause; rule: string; version: number; said: string | null };

/** Where a retried delivery is on its way. `not_picked_up`: no dispatcher took it within 10 minutes. */
export const followStates = [
  "queued",
  "sent",
  "delivered",
  "dead_again",
  "not_picked_up",
  "changed_elsewhere",
] as const;
export type FollowState = (typeof followStates)[number];

export const followObservation = z.strictObject({
  state: z.enum(followStates),
  attempts: z.number().int().nonnegative(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().max(4_000).nullable(),
});
export type FollowObservation = z.infer<typeof followObservation>;

export type RelyingPartyRef = { id: string; name: string; webhookEnabled: boolean };

/** A line of the list: no payload. Instants are ISO texts in UTC with microseconds. */
export type DeliveryRow = {
  id: string;
  relyingPartyId: string;
  relyingPartyName: string;
  eventType: string;
  subject: string | null;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  enqueuedAt: string;
  dlqAt: string | null;
  deliveredAt: string | null;
  /** Whether an admin set it aside; it is told of the dead that are listed. */
  discarded?: boolean;
};

/** A page of the list; `next` and `previous` are cursors of the pages beside it, null where there is none. */
export type DeliveryPage = {
  rows: DeliveryRow[];
  next: string | null;
  previous: string | null;
  /** How many rows were looked at where a condition cannot be asked of the database; null where every one could be. */
  lookedAt: number | null;
};

/** How many rows match: up to the cap, or all of them. */
export type Matching = { count: number; atLeast: boolean };

export type Delivery = Omit<DeliveryRow, "relyingPartyId" | "relyingPartyName"> & {
  relyingParty: RelyingPartyRef;
  idempotencyKey: string;
  signingKid: string | null;
  nextRetryAt: string | null;
  createdAt: string;
  updatedAt: string;
  /** `updated_at::text`: a JS Date would lose its microseconds. */
  rowVersion: string;
  state: DeliveryState;
};

export type RelyingPartyGroup = {
  id: string;
  name: string;
  webhookEnabled: boolean;
  dead: number;
  /** Counting ended at a cap: there are more. */
  atLeast: boolean;
  oldestDeadAt: string | null;
  newestDeadAt: string | null;
};

/** Dead deliveries that died alike: of one relying party, cause, event type and error. */
export type DeadGroup = {
  relyingParty: RelyingPartyRef;
  eventType: string;
  cause: Cause;
  /** The error without what differs; null where nothing was said. */
  alike: string | null;
  dead: number;
  /** Only the newest of its relying party were looked at: there may be more, and older ones. */
  atLeast: boolean;
  oldestDeadAt: string;
  newestDeadAt: string;
  /** How many of them died in each of the last 24 hours, the newest last. */
  perHour: readonly number[];
};

/** A count of the dead with how many of them were set aside. */
export type Told<T> = T & { discarded: number };

/** What was read of a source that may be slow: when, and whether it is an earlier answer because the source was too slow just now. */
export type Snapshot<T> = { value: T | null; readAt: string; slow: boolean };

/** What the IdP's database lacks to be browsed quickly. */
export const indexGaps = ["dead_by_app", "dead", "dead_count", "dead_alike", "dead_search", "vacuum"] as const;
export type IndexGap = (typeof indexGaps)[number];

/** One stretch of the payload's text; masked ones stand for a value that was not sent to the browser. */
export type PayloadSegment = { at: number; text: string; masked: boolean };
export type Payload = { segments: PayloadSegment[]; bytes: number; truncated: boolean };

export type Attempt = {
  attempt: number | null;
  status: number | null;
  error: string | null;
  result: string;
  /** kept: what the row said before we changed it; observed: seen by the worker. */
  source: "kept" | "observed";
  at: string;
};

export type Follow = {
  requestId: string;
  state: FollowState;
  attempts: number;
  lastStatus: number | null;
  startedAt: string;
  finalAt: string | null;
};

/** The dead deliveries of one relying party, event type, cause and normalised error. `more`: there are more than were looked at. */
export type CauseGroup = {
  cause: Cause;
  error: string | null;
  dead: number;
  more: boolean;
  firstDiedAt: string | null;
  lastDiedAt: string | null;
  /** Some of them, newest first. */
  members: DeliveryRow[];
  /** What a relying party knows them by. */
  keys: string[];
  kids: string[];
};

/** What somebody may ask for on a delivery; `retry` is why not, or null. */
export type DeliveryActs = {
  retry: Refusal | null;
  markDelivered: boolean;
  discard: boolean;
  restore: boolean;
  reveal: boolean;
};

/** What an admin set aside: it stays dead in the IdP's table. */
export type Discard = { by: string; at: string };

export type DeliveryNote = { id: string; author: string; text: string; writtenAt: string };

const filterText = z.string().trim().max(200).refine(isStorable).default("");
/** How long a search may be, in characters. */
export const longestSearch = 1_000;

/** Exactly what stands in the page's URL. */
export const deliveryFilter = z.object({
  state: z.enum(deliveryStates).default("dead"),
  app: z.union([deliveryId, z.literal("")]).default(""),
  event: filterText,
  status: z.union([z.string().regex(/^[1-5]\d\d$/), z.literal("none"), z.literal("")]).default(""),
  q: z.string().trim().max(longestSearch).refine(isStorable).default(""),
  cursor: z.string().max(200).default(""),
  back: z.string().max(200).default(""),
  exact: z.union([z.literal("1"), z.literal("")]).default(""),
  groups: z.union([z.literal("all"), z.literal("")]).default(""),
});
export type DeliveryFilter = z.infer<typeof deliveryFilter>;

/** What is searched for, without a place in the list. */
export const deliverySearch = deliveryFilter
  .pick({ state: true, app: true, event: true, status: true, q: true })
  .strict();
export type DeliverySearch = z.infer<typeof deliverySearch>;

export const viewId = z.uuid();
export const viewName = z.string().trim().min(1).max(60).refine(isStorable);
/** How many views one person may keep. */
export const viewLimit = 30;

/** A search that somebody kept under a name. `own`: it is the reader's. */
export type DeliveryView = {
  id: string;
  name: string;
  search: DeliverySearch;
  shared: boolean;
  own: boolean;
  owner: string;
};

/** How many rows one file holds at most, and how many are looked through where only our rules can tell which. */
export const exportLimit = 50_000;

/** What is exported: rows that were ticked on a page, or everything that a search finds. */
export const exportInput = z.strictObject({
  of: z.union([
    z.strictObject({ ids: z.array(deliveryId).min(1).max(100) }),
    z.strictObject({
      filter: deliverySearch,
    }),
  ]),
});
export type ExportInput = z.infer<typeof exportInput>;

const exportEnd = z.strictObject({ at: z.string(), id: deliveryId });

/** What was approved, frozen: the file holds rows between these ends, or of these ids, and no more than so many. */
export const exportTarget = z.strictObject({
  rows: z.number().int().positive(),
  ends: z.strictObject({ newest: exportEnd, oldest: exportEnd }).nullable(),
});
export type ExportTarget = z.infer<typeof exportTarget>;

/** How the public API asks for a list, by the names of the IdP's table. */
export const outboxQuery = z.strictObject({
  status: z.enum(deliveryStates).default("dead").meta({ description: "The state that they are in." }),
  oauth_application_id: deliveryId.optional().meta({ description: "Of one relying party alone." }),
  event_type: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Of one kind of event alone, such as `user.updated`." }),
  cause: z.enum(causes).optional().meta({ description: "Only what died of this." }),
  q: z
    .string()
    .max(longestSearch)
    .optional()
    .meta({ description: "In the search language of the page of deliveries." }),
  limit: z.coerce.number().int().min(1).max(50).default(50).meta({ description: "Most lines of one page." }),
  cursor: z.string().max(200).optional().meta({ description: "`nextCursor` of the page before." }),
});
export type OutboxQuery = z.infer<typeof outboxQuery>;
