import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { seconds } from "@/lib/core/duration";
import type { SettledChunk } from "@/lib/replays/shapes";

/** Where a worker may die: storms do, at each of them. */
export type Place = "before write-ahead" | "before update" | "after update" | "after settle" | "after undo";

export type Settle = {
  chunk: SettledChunk | null;
  end: "finished" | "canceled" | null;
  /** Ids of deliveries that are dead again, as they were. */
  takenBack?: readonly string[];
};

/** What a worker advances a replay with. */
export type Stepping = {
  actor: SystemActor;
  /** The recorded part: a chunk that is closed, or the end. */
  perform(requestId: string, settle: Settle): Promise<void>;
  at?(place: Place): Promise<void>;
  fence: Fence;
};

/**
 * How long an update may take to begin after its rows were read, and how long one that began in time may go on: by the IdP's clock,
 * so that a worker that slept in between does nothing when it wakes up, and whoever came after it knows when that is.
 */
export type Fence = { deadlineMs: number; graceMs: number };

/** The grace is the statement timeout of the pool that updates, and a second more. */
export const fence: Fence = { deadlineMs: seconds(3), graceMs: seconds(11) };
