import { z } from "zod";
import type { Refusal, RefusalCode } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";

export const requestStates = [
  "draft",
  "proved",
  "awaiting_approval",
  "ready",
  "running",
  "succeeded",
  "failed",
  "unknown",
  "denied",
  "withdrawn",
  "expired",
  "superseded",
] as const;
export type RequestState = (typeof requestStates)[number];

export const requestId = z.uuid();

/** Why a person does it. Their words, shown as theirs. */
export const reasonText = z.string().trim().min(1).max(500).refine(isStorable);

/** What an approver says to it. A yes may go without words. */
export const decisionReason = z.string().trim().max(500).refine(isStorable);

/** The incident that it belongs to, by its name: "INC-42". */
export const incidentName = z.string().trim().min(1).max(40).refine(isStorable);

/** So long the same key of the same token makes nothing more. @source draft-ietf-httpapi-idempotency-key-header-07 */
export const idempotentForHours = 24;

/** What makes two calls of a program one: SHA-256 of its key and of the body, hex. */
export type Once = { key: string; body: string };

/** A stored request as operations and rules see it. */
export type StoredRequest = {
  id: string;
  operation: string;
  risk: string;
  state: RequestState;
  inputText: string;
  targetText: string;
  fingerprint: string;
  digest: string;
  requesterId: string;
  sessionId: string;
  reason: string;
  incident: string | null;
  shownText: string;
  secondPerson: boolean;
  proofId: string | null;
  supersededBy: string | null;
  offeredBy: string | null;
  supersedes: string | null;
  approvalsFrom: Date;
  outcomeText: string | null;
  failureCode: string | null;
  createdAt: Date;
  approveBy: Date | null;
  executeBy: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** What another person decided, as pages show it. `valid`: it still counts. */
export type Decision = {
  id: string;
  personName: string;
  own: boolean;
  decision: "approved" | "denied";
  reason: string;
  proof: "clerk" | "passkey";
  decidedAt: string;
  valid: boolean;
};

/** Somebody who could approve: an admin other than the requester. `seenAt`: when Clerk last confirmed the role. */
export type PossibleApprover = { name: string; seenAt: string };

/** What was said of a request when it was asked for: the preview without what only machines compare. */
export type Shown = {
  subject: string;
  blast: { deliveries: number; relyingParties: number; people: number; requests: number };
  lines: readonly { key: string; values?: Readonly<Record<string, string | number>> }[];
  warnings: readonly { key: string; values?: Readonly<Record<string, string | number>> }[];
  reversible: boolean;
};

/** What the public API tells of a request. Instants are ISO texts. */
export type ApiRequest = {
  id: string;
  operation: string;
  state: RequestState;
  digest: string;
  /** Where its person proves it, and where others decide. */
  approveUrl: string;
  preview: Shown | null;
  reason: string;
  incident: string | null;
  outcome: unknown;
  failureCode: string | null;
  supersededBy: string | null;
  createdAt: string;
  approveBy: string | null;
  executeBy: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Only while it may run, and only for who asked. */
  action_request_nonce?: string;
};

/** What a page may know of a request. Instants are ISO texts. */
export type RequestCard = {
  id: string;
  operation: string;
  risk: string;
  state: RequestState;
  code: string;
  digest: string;
  requesterName: string;
  /** The name of the API token by which it was asked for; null where a person asked at a browser. */
  program: string | null;
  own: boolean;
  reason: string;
  incident: string | null;
  input: unknown;
  shown: Shown | null;
  secondPerson: boolean;
  decisions: readonly Decision[];
  /** Who made this counter-offer, and which request it would take the place of. */
  offeredByName: string | null;
  supersedes: string | null;
  supersededBy: string | null;
  outcome: unknown;
  failureCode: string | null;
  createdAt: string;
  /** Until then somebody must have decided; null while nobody has to. */
  approveBy: string | null;
  executeBy: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The one-use nonce: only for its requester, in the session that asked, while it may run. */
  nonce: string | null;
  /** Why this reader may not decide about it; null when they may. */
  mayNotDecide: RefusalCode | null;
};

const blank = z.literal("");

/** What the list of requests shows, as its address says it: everything may be left out. */
export const requestFilter = z.object({
  state: z.enum(requestStates).or(blank).default(""),
  operation: z
    .string()
    .regex(/^[a-z.-]{3,60}$/)
    .or(blank)
    .default(""),
  risk: z.enum(["stop", "guarded", "grave", "emergency"]).or(blank).default(""),
  /** Who asked, by person id. */
  by: z.uuid().or(blank).default(""),
  /** `waiting`: what goes no further without the reader. */
  whose: z.enum(["all", "mine", "waiting"]).default("all"),
  since: z.enum(["any", "day", "week", "month"]).default("any"),
  /** The last request of the page before. */
  after: z.uuid().or(blank).default(""),
});
export type RequestFilter = z.infer<typeof requestFilter>;

/** The frozen set by its members: which field of the input holds it, and each member with a name that people know. */
export type Parts = {
  field: string;
  choices: readonly { value: string; label: string }[];
  /** Where a part can also be the first so many of it: the field that says how many, and how many there are. */
  count?: { field: string; total: number };
  /** Where it can also go slower: the field that says how fast, and how fast was asked for. */
  pace?: { field: string; perSecond: number };
};

/** What an approver is shown: the request, what would happen now, and how far the world moved since it was frozen. */
export type Inspection = {
  card: RequestCard;
  /** The same preview, made now; or why it can't be done any more. */
  dryRun: { ok: true; value: Shown } | { ok: false; refusal: Refusal };
  drift: { changed: number; total: number } | null;
  /** How a part of it may be offered: the fields of the input that can be made smaller. */
  divisible: boolean;
  /** Every member of a frozen set; null where there is no set. */
  parts: Parts | null;
  /** How long it may run after an approval. */
  runWithinMinutes: number;
  approvers: readonly PossibleApprover[];
};
