import { z } from "zod";
import type { JudgedCause } from "@/lib/deliveries/shapes";

const largestBigint = "9223372036854775807";

/** Ids of the IdP are bigint: decimal text, so that none loses a digit. Judged as text: what is no number would break, not be refused. */
export const relyingPartyId = z
  .string()
  .regex(/^[1-9]\d{0,18}$/)
  .refine((id) => id.length < largestBigint.length || id <= largestBigint);

/** A relying party as the IdP knows it, with what waits for it. */
export type RelyingParty = {
  id: string;
  name: string;
  webhookUrl: string | null;
  webhookEnabled: boolean;
  jwksCacheSeconds: number | null;
  oncallContact: string | null;
  pending: number;
  dead: number;
  /** `updated_at::text`, to the microsecond. */
  rowVersion: string;
};

/** How the last two minutes of deliveries to a relying party went, by the numbers of the probe. Instants are ISO texts. */
export type PartyHealth = {
  delivered: number;
  failed: number;
  /** Of the failed ones, by answer; null for none at all. */
  failures: { status: number | null; count: number }[];
  /** What the probe makes of these numbers; `quiet`: nothing was sent. */
  judgement: "well" | "quiet" | "idempotency_conflict" | "signature_rejected" | "unwell";
  lastDeliveredAt: string | null;
  lastFailedAt: string | null;
};

/** What waits for a relying party, and what was given up. */
export type PartyQueue = { dead: number; oldestDeadAt: string | null; waiting: number; oldestWaitingAt: string | null };

export type PartyKey = { kid: string; state: string; activatedAt: string | null; graceUntil: string | null };

/** When a relying party last fetched the key set, and whether the active key was in it. */
export type KeyFetch = { at: string; hasActive: boolean };

/** Whether a relying party can know the active key, by when it last fetched the set and how long it may keep it. */
export type KeyKnowledge = "known" | "not_yet" | "overdue" | "never_seen" | "no_active_key";

export type PartyKeys = {
  keys: PartyKey[];
  activeKid: string | null;
  cacheSeconds: number | null;
  /** null: it never fetched them, as far as the identity provider knows. */
  fetch: KeyFetch | null;
  /** The identity provider does not keep, or does not show us, who fetched its keys. */
  fetchesUnread: boolean;
  knowledge: KeyKnowledge;
  /** Rows that are not delivered, by the key that was assigned to them; null: whichever is active when they are sent. */
  undelivered: { kid: string | null; dead: number; waiting: number }[];
};

/** Whether a new attempt would arrive, what speaks for it, and what to do. */
export type Forecast = {
  answer: "yes" | "no" | "perhaps" | "not_yet" | "arrived";
  because:
    | "endpoint_off"
    | "key_sent_before"
    | "never_sent_before"
    | "key_known"
    | "key_cached"
    | "key_overdue"
    | "key_never_seen"
    | "key_withdrawn"
    | "same_payload"
    | "still_elsewhere"
    | "gone"
    | "takes_others"
    | "refuses_others"
    | "took_others_since"
    | "nothing_sent";
  act: "retry" | "mark_delivered" | "wait_for_key" | "send_packet" | "wait";
};

/** Why a delivery died, whether it would arrive now, and what that rests on. Instants are ISO texts. */
export type Outlook = {
  cause: JudgedCause;
  forecast: Forecast;
  health: PartyHealth;
  /** The key that would sign; null: there is none. */
  kid: string | null;
  keyFetchedAt: string | null;
  /** When a copy of the key set without the key has to end. */
  keyKnownBy: string | null;
  evidenceKept: boolean;
};
