import { z } from "zod";
import { clerkUserId } from "@/lib/customers/shapes";

/** More names than this are no exceptions any more. */
export const mostExcepted = 50;

/** Whose sessions stay, and how old the others are at least. */
export const everyoneWish = z.strictObject({
  /** Clerk's ids of customers who stay signed in. */
  except: z.array(clerkUserId).max(mostExcepted).optional(),
  /** Only sessions that began before this instant; the moment in which it begins, unless told. */
  begunBefore: z.iso.datetime({ precision: 3 }).optional(),
});
export type EveryoneWish = z.infer<typeof everyoneWish>;

export const revocationStates = ["running", "paused", "canceling", "canceled", "finished"] as const;
export type RevocationState = (typeof revocationStates)[number];

/** A few customers first, then all pages of them, then all again until nothing is found. */
export const revocationPhases = ["canary", "sweep", "rescan"] as const;
export type RevocationPhase = (typeof revocationPhases)[number];

/** Why nothing moves just now. */
export const revocationTroubles = [
  "clerk_unreachable",
  "clerk_rate_limited",
  "clerk_refused",
  "canary_failed",
] as const;
export type RevocationTrouble = (typeof revocationTroubles)[number];

/** `gone`: it had ended when Clerk was asked · `failed`: Clerk refused, by its code. */
const settledSession = z.strictObject({
  id: z.string().max(100),
  state: z.enum(["revoked", "gone", "failed"]),
  reason: z.string().max(100).nullable(),
});
export type SettledSession = z.infer<typeof settledSession>;

/** Behind whom the next page begins. */
const pageCursor = z.strictObject({ id: clerkUserId, createdAt: z.iso.datetime({ precision: 3 }) });
export type PageCursor = z.infer<typeof pageCursor>;

const count = z.number().int().min(0);

/** What is known of a page of customers once it was walked over, or as far as it was. */
export const walkedPage = z.strictObject({
  pass: z.number().int().min(1),
  users: count,
  calls: count,
  putOff: count,
  settled: z.array(settledSession).max(100_000),
  /** Written down, and never asked of Clerk. */
  unsent: z.array(z.string().max(100)).max(100_000),
  /** Customers whose sessions were listed, and the sessions that were still open. */
  listed: z.array(clerkUserId).max(1_000),
  open: z.array(z.string().max(100)).max(100_000),
  /** Null where the page has to be walked over again. */
  cursor: pageCursor.nullable(),
});
export type WalkedPage = z.infer<typeof walkedPage>;

/** Where a revocation is. Instants are ISO texts. */
export type RevocationView = {
  requestId: string;
  scope: "person" | "everyone";
  userId: string | null;
  excepted: number;
  begunBefore: string;
  state: RevocationState;
  phase: RevocationPhase;
  pass: number;
  usersTotal: number;
  usersSeen: number;
  passSeen: number;
  revoked: number;
  gone: number;
  failed: number;
  failures: { reason: string; sessions: number }[];
  /** Open when the last pass ended; null before. */
  left: number | null;
  putOff: number;
  callsPerSecond: number;
  trouble: RevocationTrouble | null;
  /** About so many seconds are left; null where it is over or stands still. */
  etaSeconds: number | null;
  startedBy: string;
  startedAt: string;
  finalAt: string | null;
};

/** What could be seen of how long sessions live, from some that are there. Seconds; null where none was seen. */
export type SessionLifetime = { sampled: number; shortestSeconds: number | null; longestSeconds: number | null };
