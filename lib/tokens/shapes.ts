import { z } from "zod";
import type { Role } from "@/lib/access/roles";
import { isStorable } from "@/lib/core/text";
import { personId } from "@/lib/people/shapes";

/** What a token may be for: the scopes of the policy. */
export const scopes = ["read", "operate", "signal"] as const;
export type Scope = (typeof scopes)[number];

export const apiTokenId = z.uuid();

/** More of one person's than anybody keeps track of. */
export const apiTokenLimit = 20;

/** For how many days a token may be good. What is to be used for longer is made anew. */
export const tokenDays = [7, 30, 90, 365] as const;

/** Whose token, what for, under which name, and for how many days. */
export const newApiToken = z.strictObject({
  person: personId,
  scope: z.enum(scopes),
  name: z.string().trim().min(1).max(60).refine(isStorable),
  days: z.union(tokenDays.map((days) => z.literal(days))),
});

/** A token as pages show it: nothing of its secret. Instants are ISO texts. */
export type ApiTokenLine = {
  id: string;
  name: string;
  personId: string;
  personName: string;
  scope: Scope;
  state: "live" | "expired" | "revoked";
  createdAt: string;
  /** Who made it; null for one that was seeded. */
  createdBy: string | null;
  expiresAt: string;
  lastUsedAt: string | null;
};

/** Somebody in whose name a token could be made. */
export type TokenOwner = { id: string; name: string; roles: Role[]; version: string; liveTokens: number };
