import "server-only";
import type { Refusal } from "@/lib/core/errors";
import type { Factor } from "./factor";
import type { TokenScope } from "./policy";
import type { Role } from "./roles";

declare const minted: unique symbol;
type Minted = { readonly [minted]: true };

/** A signed-in human with at least one role and a real second factor. */
export type PersonActor = Minted & {
  readonly kind: "person";
  readonly personId: string;
  readonly clerkUserId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly factor: Factor & { readonly secondFactorAgeMinutes: number };
};

/** A person who came in by break-glass, without Clerk: known by a row of ours, for at most an hour. */
export type GrantActor = Minted & {
  readonly kind: "grant";
  readonly grantId: string;
  readonly personId: string;
  /** Stands where a Clerk session's id stands, and is never one. */
  readonly sessionId: `grant_${string}`;
  readonly clerkUserId: null;
  readonly name: string;
  readonly email: string;
  /** The last known roles, as they were when it was opened, less what we took away since. */
  readonly roles: readonly Role[];
  /** What it was opened with. */
  readonly openedWith: "passkey" | "code";
  /** ISO, by the database's clock. */
  readonly expiresAt: string;
  /** A drill reads; it changes nothing. */
  readonly drill: boolean;
};

/** Somebody at the page that opens the console without Clerk: not a person yet. Only the ceremony itself takes one. */
export type CeremonyActor = Minted & {
  readonly kind: "ceremony";
  readonly personId: string | null;
  readonly name: string;
};

/** A program that calls the public API in one person's name, within one scope. It never proves anything. */
export type TokenActor = Minted & {
  readonly kind: "token";
  readonly tokenId: string;
  /** Stands where a Clerk session's id stands, and is never one. */
  readonly sessionId: `token_${string}`;
  readonly scope: TokenScope;
  readonly personId: string;
  readonly name: string;
  /** The person's last known roles, less what we took away since. */
  readonly roles: readonly Role[];
};

/** An app that the team runs, asking for itself: what it may do without Clerk, and to tell what it did. Nobody's role is behind it. */
export type AppActor = Minted & { readonly kind: "app"; readonly appId: string };

/** The worker, acting by itself. */
export type SystemActor = Minted & { readonly kind: "system"; readonly workerId: string };

/** Who is asking, as proof: only this file mints one, and no query or operation runs without it. */
export type Actor = HumanActor | TokenActor | AppActor | SystemActor | CeremonyActor;

/** Somebody who may read, and ask for what their role allows: through Clerk, or by break-glass. */
export type HumanActor = PersonActor | GrantActor;

/** Somebody in whose own name something is asked for, at a browser or by a program of theirs. */
export type CallingActor = HumanActor | TokenActor;

/** Somebody whom we can't let in yet, and why. Kept as far as known, so that a refused attempt has a name in the record. */
export type Visitor = {
  readonly kind: "visitor";
  readonly refusal: Refusal;
  readonly clerkUserId: string | null;
  readonly sessionId: string | null;
  readonly personId: string | null;
};

export type Identified = Actor | Visitor;

export const mintPerson = (facts: Omit<PersonActor, typeof minted>): PersonActor => facts as PersonActor;

export const mintGrant = (facts: Omit<GrantActor, typeof minted>): GrantActor => facts as GrantActor;

export const mintToken = (facts: Omit<TokenActor, typeof minted>): TokenActor => facts as TokenActor;

export const mintApp = (facts: Omit<AppActor, typeof minted>): AppActor => facts as AppActor;

/** Only the ceremony may call this. @param personId null for somebody whom we do not know */
export const mintCeremony = (personId: string | null, name: string): CeremonyActor =>
  ({ kind: "ceremony", personId, name }) as unknown as CeremonyActor;

export const isHuman = (identified: Identified): identified is HumanActor =>
  identified.kind === "person" || identified.kind === "grant";

export const isCaller = (identified: Identified): identified is CallingActor =>
  isHuman(identified) || identified.kind === "token";

/** Only the worker may call this; people never become the system. */
export const mintSystem = (workerId: string): SystemActor => ({ kind: "system", workerId }) as unknown as SystemActor;

export const visitor = (refusal: Refusal, known: Partial<Omit<Visitor, "kind" | "refusal">> = {}): Visitor => ({
  kind: "visitor",
  refusal,
  clerkUserId: known.clerkUserId ?? null,
  sessionId: known.sessionId ?? null,
  personId: known.personId ?? null,
});
