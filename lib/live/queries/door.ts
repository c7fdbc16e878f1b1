import "server-only";
import { readiness } from "@/lib/bypass/queries/readiness";
import { failingForSeconds } from "@/lib/bypass/shapes";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { within } from "@/lib/core/patience";
import { consoleClerk } from "@/lib/triage/queries/console-clerk";
import type { DoorView } from "../shapes";

/** Whoever stands at the door hears within this time what is known; a database that hangs is one that does not answer. */
const patienceMs = 700;

/**
 * What a stranger may know of emergency access: whether it could be opened, and why not. It takes no actor, since nobody is known there,
 * and holds no name, no count and no date of anybody's.
 */
export async function doorView(): Promise<DoorView> {
  const [clerk, ready, writable] = await Promise.all([soon(consoleClerk()), soon(readiness()), soon(canRecord())]);
  const flag = env().CLERK_EMERGENCY_BYPASS;
  const failing = clerk?.state === "failing" && clerk.forSeconds >= failingForSeconds;
  return {
    now: new Date().toISOString(),
    clerk: clerk
      ? { state: clerk.state, since: clerk.since?.toISOString() ?? null, workerSilent: clerk.workerSilent }
      : { state: "unknown", since: null, workerSilent: false },
    flag,
    held: flag || failing,
    armed: ready?.armed ?? null,
    missing: ready?.missing ?? [],
    writable: writable ?? false,
  };
}

/** Whether an opening could be written down: the database answers, takes changes, and lets us add to the record. */
async function canRecord(): Promise<boolean> {
  const [may] = await consoleDb().$queryRaw<{ add: boolean }[]>`
    SELECT has_table_privilege('record', 'INSERT') AND current_setting('transaction_read_only') = 'off' AS add`;
  return may?.add ?? false;
}

/** Null for what failed or did not come in time. */
const soon = <T>(work: Promise<T>): Promise<T | null> => within(patienceMs, work);
