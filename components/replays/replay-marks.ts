import type { ReplayState } from "@/lib/replays/shapes";
import type { StateName } from "../ui/mark";

export const replayMarks: Record<ReplayState, StateName> = {
  running: "moving",
  paused: "degraded",
  canceling: "moving",
  canceled: "stale",
  finished: "ok",
};
