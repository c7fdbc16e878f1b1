import "server-only";
import { isRolledBack } from "@/lib/core/database-trouble";
import { identityProviderOperate } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { findPutBack } from "@/lib/replays/queries/put-back";
import { takeBack } from "@/lib/replays/writes/take-back";
import type { Stepping } from "./stepping";

/** A step takes back for no longer than this; the next begins anew with what still waits. */
const undoMs = seconds(3);

/**
 * Takes back what waits, chunk after chunk, each with its row of the record. It comes before anybody looks at what is on its way: a row
 * that is dead again by our own hand is no failed attempt. A crash in between loses nothing, since a row that is dead as before is known.
 */
export async function takeBackWaiting(stepping: Stepping, replay: { requestId: string; setId: string }): Promise<void> {
  const until = performance.now() + undoMs;
  let chunk: string | null = null;
  do {
    const found = await findPutBack(stepping.actor, replay, chunk);
    if (!found) return;
    const { rows } = found;
    chunk = found.chunk;
    const takenBack = rows ? await patiently(() => takeBack(identityProviderOperate(), rows)) : [];
    await stepping.at?.("after undo");
    if (takenBack.length > 0) await stepping.perform(replay.requestId, { chunk: null, end: null, takenBack });
  } while (performance.now() < until);
}

/** A statement that was given up has taken nothing back; the next step tries again. */
async function patiently(work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work();
  } catch (error) {
    if (!isRolledBack(error)) throw error;
    return [];
  }
}
