import { z } from "zod";
import type { Refusal } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";
import { relyingPartyId } from "@/lib/relying-parties/shapes";
import { argumentShapes } from "@/lib/tasks/rules/catalogue";

/** Where a key is in its life. `unknown`: the identity provider uses a word that we don't know. */
export const keyStates = ["pending", "published", "active", "grace", "retired", "compromised", "unknown"] as const;
export type KeyState = (typeof keyStates)[number];

/** A kid that a task can be given. Others are shown, and left alone. */
export const actableKid = z.string().regex(argumentShapes.kid);

/** A kid as it may stand in an address. */
export const readableKid = z.string().min(1).max(120).refine(isStorable);

/** Whose keys: a relying party's webhook keys by its id, or those that sign tokens, which everybody verifies. */
export const ringName = z.union([z.literal("tokens"), relyingPartyId]);
export type RingName = z.infer<typeof ringName>;

/** Instants are ISO texts, to the microsecond. */
export type SigningKey = {
  kid: string;
  algorithm: string;
  state: KeyState;
  publishedAt: string | null;
  activatedAt: string | null;
  graceUntil: string | null;
  retiredAt: string | null;
  compromisedAt: string | null;
};

/** Who verifies with the keys of a ring. */
export type Reader = {
  id: string;
  name: string;
  on: boolean;
  /** How long it says that it keeps a copy of the key set. */
  declaredCacheSeconds: number | null;
  /** The longest pause between two of its last fetches; null where there are not two. */
  measuredCacheSeconds: number | null;
  /** Its last fetch of the key set, and what was in it; null where none is known. */
  fetch: { at: string; kids: readonly string[] } | null;
};

/** What was, or will be, signed with a key by name; null: whichever is active when it is sent. */
export type KeyUse = { kid: string | null; dead: number; waiting: number; lastDeliveredAt: string | null };

/** Keys that follow one another, who verifies with them, and what is signed with which. */
export type KeyRing = {
  of: RingName;
  /** The relying party's; null for tokens. */
  name: string | null;
  /** Newest first. */
  keys: readonly SigningKey[];
  readers: readonly Reader[];
  /** The identity provider does not keep, or does not show us, who fetched its keys. */
  fetchesUnread: boolean;
  uses: readonly KeyUse[];
  /** What is signed with which could not be counted now. */
  usesUnread: boolean;
  /** When all this was so, by the clock that dated it: the identity provider's own. */
  at: string;
};

/** What the key set serves right now. */
export type ServedSet = {
  kids: readonly string[];
  /** How long whoever reads it may keep it, by its own headers, and how old what was read is. */
  maxAgeSeconds: number | null;
  ageSeconds: number | null;
};

export type KeyAct = "key.publish" | "key.activate" | "key.retire";

/** What can safely be done next with a key: an act that is open, or why it is not, and from when on it is. */
export type NextAct = { act: KeyAct; open: boolean; refusal: Refusal | null; earliest: string | null };

/** How what is served differs from what the database says. */
export type SetFault = { kid: string; fault: "not_served" | "served_though_withdrawn" | "served_unknown" };

/** Whether a relying party can verify with a key. Instants are ISO texts. */
export type Adoption = {
  id: string;
  name: string;
  on: boolean;
  cacheSeconds: number | null;
  cacheBy: "declared" | "measured" | null;
  fetchedAt: string | null;
  knows: "known" | "not_yet" | "overdue" | "never_seen";
  /** When a copy without the key has to end. */
  knownBy: string | null;
};

/** Who or what would break if something were done now. */
export type Breakage = {
  readers: readonly { id: string; name: string; until: string | null }[];
  /** Undelivered rows that only this key may sign. */
  deliveries: number;
  /** Until when tokens that it signed may still be shown. */
  tokensUntil: string | null;
};

/**
 * Whoever may refuse what is signed after a key was revoked, for want of its successor. `held`: its copy of the key set ends at `until`,
 * before which it also trusts the revoked key · `over`: its copy has ended, so that it has to fetch first · `unknown`: nobody can say.
 */
export type Refuser = { id: string; name: string; copy: "held" | "over" | "unknown"; until: string | null };
