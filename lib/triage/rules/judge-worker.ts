import { seconds } from "@/lib/core/duration";
import { isSilent } from "@/lib/workers/rules/silence";
import { neverLooked, type Settled } from "./settle";

/**
 * Whether anybody looks at all. Nobody who is silent can sample that: it is judged at the time of asking.
 * @param silentSeconds since any worker was last alive; null when none ever was
 */
export function judgeWorker(silentSeconds: number | null): Settled {
  if (silentSeconds === null) return neverLooked("worker");
  const ageMs = Math.round(seconds(silentSeconds));
  const state = { ...neverLooked("worker"), value: { silentSeconds: Math.round(silentSeconds) }, ageMs };
  return isSilent(silentSeconds)
    ? { ...state, status: "down", detail: "worker_silent", forMs: ageMs }
    : { ...state, status: "ok", detail: null };
}
