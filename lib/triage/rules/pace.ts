import { minutes, seconds } from "@/lib/core/duration";
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

/** A look reads four things of each service. The host allows 400 reads a minute; half of them are left to people and other programs. */
const [readsOfService, readsAMinute] = [4, 200];

/**
 * What the budget of an API key allows at most. Only the host's is so small that looking alone could use it up.
 * @param services how many the host is asked about
 * @source Render public API v1, rate limits
 */
const budgetMs = (lane: ProbeLane, services: number): number =>
  lane === "render" ? Math.max(seconds(5), Math.ceil((services * readsOfService * minutes(1)) / readsAMinute)) : 0;

/** How often a lane is looked at when nothing presses. @param services how many the host is asked about */
export const laneIntervalMs = (lane: ProbeLane, intervalMs: number, services = 0): number =>
  Math.max(intervalMs, budgetMs(lane, services));

/** So soon after a look a person gets another one, and not before: whoever presses and presses uses up what others need. */
export const soonestMs = (lane: ProbeLane, intervalMs: number, services = 0): number =>
  Math.max(Math.min(intervalMs, seconds(5)), budgetMs(lane, services));
