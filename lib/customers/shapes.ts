import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import { type DeliveryRow, deliveryId } from "@/lib/deliveries/shapes";

/** An id of Clerk's: a prefix, then letters and digits. */
export const clerkUserId = z.string().regex(/^user_[A-Za-z0-9]{1,64}$/);

/** An id of the identity provider's table of users: a bigint, as decimal text. */
export const identityUserId = deliveryId;

/** Whoever is looked at: by the one id or by the other. */
export const customerId = z.union([clerkUserId, identityUserId]);

export const fewestLetters = 3;

/** Exactly what stands in the page's address. */
export const customerSearch = z.object({ q: z.string().trim().max(200).refine(isStorable).default("") });

/** Why a part could not be read. Closed, and nobody's own words. `not_asked`: what it would be asked for was not read either. */
export type PartTrouble =
  | "not_asked"
  | "unreachable"
  | "timed_out"
  | "refused"
  | "rate_limited"
  | "untrusted"
  | "unexpected_answer";

/** A part of a page that comes, or does not, without the others. */
export type Part<T> = { ok: true; value: T } | { ok: false; trouble: PartTrouble };

/** Personal values are masked on the server: what is hidden never leaves it. */
export type MaskedAddress = { masked: string; verified: boolean };

export type CustomerAtClerk = {
  id: string;
  emails: MaskedAddress[];
  phones: MaskedAddress[];
  banned: boolean;
  locked: boolean;
  lockedForSeconds: number | null;
  deprovisioned: boolean;
  hasPassword: boolean;
  connections: number;
  passkeys: number;
  secondFactor: boolean;
  createdAt: string | null;
  lastSignInAt: string | null;
};

export const sessionStates = [
  "active",
  "pending",
  "revoked",
  "ended",
  "expired",
  "removed",
  "abandoned",
  "replaced",
  "unknown",
] as const;
export type SessionState = (typeof sessionStates)[number];

export type CustomerSession = {
  id: string;
  clientId: string | null;
  state: SessionState;
  browser: string | null;
  mobile: boolean | null;
  lastActiveAt: string | null;
  expiresAt: string | null;
};
/** The newest sessions, of how many. */
export type CustomerSessions = { sessions: CustomerSession[]; total: number };

/** A row of the identity provider's users. */
export type IdentityUser = {
  id: string;
  clerkId: string | null;
  maskedEmail: string;
  canonicalUserId: string | null;
  createdAt: string;
  updatedAt: string;
};

/** A merge: the source is said to be the canonical user. */
export type IdentityLink = {
  id: string;
  sourceUserId: string;
  canonicalUserId: string;
  state: string;
  createdAt: string;
};

/** What leads on from a user, and who was merged into them. `absent`: users whom a link names and the table lacks. */
export type IdentityLinks = { links: IdentityLink[]; absorbed: string[]; absent: string[] };

/** Who somebody is after all merges, step by step, and what is wrong with the way there. */
export type CanonicalTrouble = "cycle" | "two_canonicals" | "dangling" | "differs";
export type CanonicalChain = { ids: string[]; trouble: CanonicalTrouble | null };
export type Merged = IdentityLinks & { chain: CanonicalChain };

/** A row or user with the same e-mail address that is not joined to the other one. */
export type Namesake = { place: "clerk" | "identity_provider"; id: string };

/** Where somebody is known; null where that could not be asked. */
export type CustomerHit = {
  clerkId: string | null;
  identityId: string | null;
  atClerk: boolean | null;
  atIdentityProvider: boolean | null;
  maskedEmail: string | null;
  /** Whether what was typed is exactly their address, number or id. */
  exact: boolean;
  banned: boolean;
  locked: boolean;
};

export type CustomerSearch = {
  hits: CustomerHit[];
  clerk: PartTrouble | null;
  identity: PartTrouble | null;
  /** More may have matched than are shown. */
  more: boolean;
};

/** What keeps one person out. The order is the order in which they are told: what stops them first, first. */
export const causes = [
  "not_at_clerk",
  "deprovisioned",
  "banned",
  "locked",
  "no_verified_address",
  "not_at_identity_provider",
  "not_yet_at_identity_provider",
  "canonical_cycle",
  "canonical_two",
  "canonical_dangling",
  "canonical_differs",
  "events_dead",
] as const;
export type Cause = (typeof causes)[number];

export const partNames = ["clerk", "sessions", "identity", "links", "deliveries"] as const;
export type PartName = (typeof partNames)[number];

/**
 * `clerk_down`: Clerk does not answer us, and so perhaps nobody · `explained`: this keeps them out · `possible`: this may ·
 * `nothing_found`: all was read, and nothing is wrong · `partial`: nothing is wrong in what could be read.
 */
export type Conclusion = "clerk_down" | "explained" | "possible" | "nothing_found" | "partial";
export type Explanation = { conclusion: Conclusion; causes: Cause[]; missing: PartName[] };

/** Everything about one person that helps to say why they cannot sign in. A part that did not come says why. */
export type Customer = {
  clerkId: string | null;
  identityId: string | null;
  clerk: Part<CustomerAtClerk | null>;
  sessions: Part<CustomerSessions>;
  identity: Part<IdentityUser | null>;
  /** Whether Clerk and the row hold the same address; null where one of them is missing, or was not read. */
  sameEmail: boolean | null;
  merged: Part<Merged | null>;
  deliveries: Part<{ rows: DeliveryRow[]; dead: number }>;
  namesake: Namesake | null;
  explanation: Explanation;
  readAt: string;
};
