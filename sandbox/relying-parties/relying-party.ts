import { createHash } from "node:crypto";

/** How a relying party answers webhooks today. */
export type Character =
  | "healthy"
  | "unknown-kid"
  | "conflicting"
  | "slow"
  | "failing"
  | "payload-rejecting"
  | "gone"
  | "redirecting"
  | "rate-limited"
  | "flapping";

/** When a relying party asks for the JWKS anew: once its copy has ended, beside that whenever it meets an unknown kid, or never. */
export const REFETCHES = ["when-it-ends", "on-unknown-kid", "never"] as const;

/** How a relying party keeps its copy of the JWKS. */
export type KeyHabit = { cacheSeconds: number; refetches: (typeof REFETCHES)[number] };

export type KeyState = "published" | "active" | "grace" | "retired" | "compromised";

/** One way in which deliveries died. `{request}`, `{uuid}`, `{key}`, `{kid}` and `{number}` differ from row to row. */
export type Failure = {
  /** Part of this relying party's dead rows; a party's shares add up to 1. */
  share: number;
  /** Null when no answer arrived. */
  status: number | null;
  attempts: readonly [least: number, most: number];
  error: string | null;
};

export type RelyingParty = {
  id: string;
  slug: string;
  name: string;
  character: Character;
  webhookEnabled: boolean;
  /** What it promised about its JWKS cache; null when nobody asked. */
  jwksCacheSeconds: number | null;
  oncallContact: string | null;
  /** Oldest key first; a kid is `whk-<slug>-<generation>`. */
  keys: readonly KeyState[];
  /** Rows of the seeded outbox. */
  rows: { delivered: number; pending: number; dead: number };
  /** When the dead rows died, in hours before the seed; the newest are the densest. */
  died: { fromHours: number; toHours: number };
  /** While rows died, nothing else arrived either. */
  diedAlone?: true;
  failures: readonly Failure[];
};

/** The OAuth client id under which the identity provider knows a relying party. */
export function uidOf(party: RelyingParty): string {
  return createHash("sha256").update(`uid of ${party.slug}`).digest("base64url");
}

/** Without a promise about its cache, a relying party keeps keys this long. */
const UNPROMISED_CACHE_SECONDS = 3_600;

/** How it keeps keys unless somebody tells it otherwise: as long as it promised. A careful one also asks when it meets an unknown kid. */
export function usualHabit({ jwksCacheSeconds, character }: RelyingParty): KeyHabit {
  return {
    cacheSeconds: jwksCacheSeconds ?? UNPROMISED_CACHE_SECONDS,
    refetches: character === "unknown-kid" ? "when-it-ends" : "on-unknown-kid",
  };
}

/** How a relying party introduces itself when it asks for the JWKS. */
export function userAgentOf(party: RelyingParty): string {
  return `${party.name}-webhooks/1.4 (${uidOf(party)})`;
}
