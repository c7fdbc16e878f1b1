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

/** How a relying party introduces itself when it asks for the JWKS. */
export function userAgentOf(party: RelyingParty): string {
  return `${party.name}-webhooks/1.4 (${uidOf(party)})`;
}
