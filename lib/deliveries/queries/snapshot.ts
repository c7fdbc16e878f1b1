import "server-only";
import { seconds } from "@/lib/core/duration";
import { Refused } from "@/lib/core/errors";
import type { Snapshot } from "../shapes";

type Kept = { value: unknown; readAt: string; restUntilMs: number };

const kept = new Map<string, Kept>();
/** A source that was too slow is not asked again at once: each question costs it three seconds. */
const restMs = seconds(15);

/**
 * What a source says; while it is too slow for the question, what it last said to this process. Only for what any reader who may call it
 * sees alike. A source that does not answer at all is refused as ever.
 */
export async function snapshotOf<T>(name: string, read: () => Promise<T>): Promise<Snapshot<T>> {
  const earlier = kept.get(name);
  if (earlier && performance.now() < earlier.restUntilMs) return slowly(earlier);
  const readAt = new Date().toISOString();
  try {
    const value = await read();
    kept.set(name, { value, readAt, restUntilMs: 0 });
    return { value, readAt, slow: false };
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.facts?.slow !== true) throw error;
    const rests = { ...(earlier ?? { value: null, readAt }), restUntilMs: performance.now() + restMs };
    kept.set(name, rests);
    return slowly(rests);
  }
}

const slowly = <T>({ value, readAt }: Kept): Snapshot<T> => ({ value: value as T | null, readAt, slow: true });
