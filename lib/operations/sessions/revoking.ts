import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import type { WalkedPage } from "@/lib/sessions/shapes";
import type { ClerkPace } from "./clerk-pace";

/** Where a worker may die: tests do, at each of them. */
export type Place = "before write-ahead" | "before revoke" | "after revoke" | "after settle";

/** What is written down of a step: a page that was walked over, or the end with what is still open. */
export type Advance =
  | { page: WalkedPage; end: null; left: null }
  | { page: null; end: "finished" | "canceled"; left: number | null };

/** What a worker advances a revocation with. */
export type Revoking = {
  actor: SystemActor;
  pace: ClerkPace;
  /** Instead of what the instance's limit allows. */
  callsPerSecond?: number;
  perform: (requestId: string, advance: Advance) => Promise<void>;
  at?: (place: Place) => Promise<void>;
};
