import { minutes, seconds } from "@/lib/core/duration";
import type { Stretch } from "./stretch";

/** Seen to fail for so long, the console Clerk is down enough for a way around it. @source design: access §6 */
export const downAfterMs = seconds(60);
/** Seen to answer for so long, it is back: who came in another way is warned, and then let out. @source design: access §6 */
export const recoveringAfterMs = minutes(5);
export const recoveredAfterMs = minutes(10);

/** Whether our own probes alone are reason enough to open the emergency access. */
export const isDown = ({ state, forMs }: Stretch): boolean => state === "failing" && (forMs ?? 0) >= downAfterMs;

/**
 * How long Clerk has answered during somebody's emergency access: what was well before it began does not count.
 * @param openForMs how long that access has been open, by database time
 */
export const healthyMs = ({ state, forMs }: Stretch, openForMs: number): number =>
  state === "answering" ? Math.min(forMs ?? 0, openForMs) : 0;

export const isRecovering = (stretch: Stretch, openForMs: number): boolean =>
  healthyMs(stretch, openForMs) >= recoveringAfterMs;

export const isRecovered = (stretch: Stretch, openForMs: number): boolean =>
  healthyMs(stretch, openForMs) >= recoveredAfterMs;
