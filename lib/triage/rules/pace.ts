import { seconds } from "@/lib/core/duration";
import type { ProbeLane, ProbeStatus } from "../shapes";

/**
 * How long after a look the next one is due. While something fails it is looked at more often: then no claim of a minute rests on
 * one look, and what comes and goes is not taken for what stays away.
 * @param intervalMs PROBE_INTERVAL_SECONDS
 */
export const paceMs = (status: ProbeStatus, intervalMs: number): number =>
  status === "down" ? Math.min(intervalMs, seconds(5)) : intervalMs;

/** So long after a look, nothing can be said any more: three looks are missing. @source design: access §6 */
export const silentAfterMs = (status: ProbeStatus, intervalMs: number): number =>
  Math.max(3 * paceMs(status, intervalMs), seconds(30));

/**
 * How often a lane is looked at when nothing presses. The host allows 400 reads a minute for everything that we do there; a look takes
 * four for each service.
 * @source Render public API v1, rate limits
 */
export const laneIntervalMs = (lane: ProbeLane, intervalMs: number): number =>
  lane === "render" ? Math.max(intervalMs, seconds(5)) : intervalMs;
