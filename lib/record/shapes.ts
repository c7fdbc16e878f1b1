import { z } from "zod";

export const recordKinds = ["intent", "decision", "outcome", "proof", "refusal", "failure", "system"] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Who did it, by id and name. Never an e-mail address, never a session token. */
export type RecordedActor =
  | { kind: "person"; personId: string; name: string; roles: string[] }
  | { kind: "grant"; personId: string; name: string; roles: string[]; grantId: string }
  | { kind: "token"; personId: string; name: string; roles: string[]; tokenId: string }
  | { kind: "app"; appId: string }
  | { kind: "ceremony"; personId: string | null; name: string }
  | { kind: "visitor"; personId: string | null; clerkUserId: string | null }
  | { kind: "system"; workerId: string };

/** One thing that happened, or was refused. `facts` are small and hold no secret and no personal data. */
export type RecordEntry = {
  kind: RecordKind;
  operation: string;
  actor: RecordedActor;
  requestId: string | null;
  digest: string | null;
  /** Ties the row to the log lines of the same HTTP request. */
  ref: string;
  reason: string | null;
  incident: string | null;
  /** The refusal or failure code; null when it went well. */
  code: string | null;
  facts: { readonly [name: string]: string | number | boolean | null | readonly string[] };
};

/** A row as the database holds it. */
export type StoredRecord = {
  seq: bigint;
  /** UTC with microseconds: `2026-11-22T06:40:01.123456Z`. */
  recordedAt: string;
  kind: string;
  operation: string;
  personId: string | null;
  requestId: string | null;
  entry: string;
  mac: Uint8Array;
};

export const checkpointShape = z.strictObject({
  origin: z.literal("sallyport record v1"),
  /** Number of rows, which is also the last `seq`. */
  size: z.number().int().nonnegative(),
  /** MAC of the last row, hex. */
  head: z.string().regex(/^[0-9a-f]*$/),
  at: z.iso.datetime(),
  signature: z.string(),
});
export type Checkpoint = z.infer<typeof checkpointShape>;

export const verdicts = [
  "intact",
  "edited",
  "missing",
  "out_of_order",
  "broken_link",
  "column_changed",
  "tail_missing",
  "history_replaced",
  "checkpoint_forged",
  "assertion_invalid",
] as const;
export type Verdict = (typeof verdicts)[number];

/** What verification found. `firstBadSeq` is a decimal string, null when intact. */
export type Verification = {
  verdict: Verdict;
  rows: number;
  checkpoints: number;
  firstBadSeq: string | null;
  detail: string;
};

/** A row for a page: parsed, readable, without its seal. */
export type RecordLine = {
  seq: string;
  recordedAt: string;
  kind: RecordKind;
  operation: string;
  actorName: string | null;
  requestId: string | null;
  ref: string;
  reason: string | null;
  code: string | null;
};
