import type { Pool } from "pg";
import { runLane } from "./lane";
import { findDestinations } from "./outbox";

export type DispatcherOptions = {
  passEveryMs: number;
  /** Theirs waits 10 s; a sandbox whose visitor waits too is content with less. */
  timeoutMs: number;
  /** Rows under way at once, per relying party. */
  atOnce: number;
};

export type Dispatcher = {
  /** One pass: opens a lane to every relying party with something due, unless one is open already. */
  pass(): Promise<void>;
  /** Resolves when no lane is open: everything that was due has been tried. */
  idle(): Promise<void>;
  start(): void;
  /** Ends after what is under way was written down or given up. */
  stop(): Promise<void>;
};

export const DISPATCHER_DEFAULTS: DispatcherOptions = { passEveryMs: 1_000, timeoutMs: 3_000, atOnce: 8 };

export function createDispatcher(pool: Pool, given: Partial<DispatcherOptions> = {}): Dispatcher {
  const options = { ...DISPATCHER_DEFAULTS, ...given };
  const lanes = new Map<string, Promise<void>>();
  let stopping = new AbortController();
  let passing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let complaint: string | undefined;

  /** A database that is away for a while is met again in a later pass, and complained about once. */
  function complain(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (stopping.signal.aborted || message === complaint) return;
    complaint = message;
    console.error(`sandbox: the dispatcher cannot go on: ${message}`);
  }

  async function openLanes(): Promise<void> {
    for (const destination of await findDestinations(pool)) {
      if (lanes.has(destination.id) || stopping.signal.aborted) continue;
      const lane = runLane(pool, destination, { ...options, signal: stopping.signal })
        .catch(complain)
        .finally(() => lanes.delete(destination.id));
      lanes.set(destination.id, lane);
    }
  }

  // A pass that outlasts its second is joined, not doubled.
  function pass(): Promise<void> {
    passing ??= openLanes()
      .catch(complain)
      .finally(() => {
        passing = undefined;
      });
    return passing;
  }

  async function idle(): Promise<void> {
    await passing;
    await Promise.all(lanes.values());
  }

  return {
    pass,
    idle,
    start() {
      stopping = new AbortController();
      timer ??= setInterval(() => void pass(), options.passEveryMs);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      stopping.abort();
      await idle();
    },
  };
}
