import type { RevocationState } from "@/lib/sessions/shapes";
import type { StateName } from "../ui/mark";

export const revocationMarks: Record<RevocationState, StateName> = {
  running: "moving",
  paused: "degraded",
  canceling: "moving",
  canceled: "stale",
  finished: "ok",
};

/** Ended, and something is open that nobody could end. */
export const markOf = ({ state, left }: { state: RevocationState; left: number | null }): StateName =>
  state === "finished" && left !== 0 ? "down" : revocationMarks[state];
