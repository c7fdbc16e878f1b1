"use client";

import { useTranslations } from "next-intl";
import { isOver, isReached } from "@/lib/deploys/rules/follow";
import { deployStatuses, deployTriggers, type FollowLine, type FollowState } from "@/lib/deploys/shapes";
import type { StateName } from "../ui/mark";

/** The host's own words in the reader's; one that is new to us is "unknown". */
export function useDeployWords(): {
  status: (word: string) => string;
  trigger: (word: string) => string;
  follow: (line: FollowLine) => string;
} {
  const t = useTranslations("deploys");
  const status = (word: string): string => t(`status.${deployStatuses.find((each) => each === word) ?? "unknown"}`);
  const trigger = (word: string): string =>
    t(`triggeredBy.${deployTriggers.find((each) => each === word) ?? "unknown"}`);
  const follow = ({ state, instances, renewed }: FollowLine): string => {
    const own = ownWords.find((each) => each === state);
    return own ? t(`follow.${own}`, { instances: instances ?? 0, renewed: renewed ?? 0 }) : status(state);
  };
  return { status, trigger, follow };
}

const ownWords = [
  "asked",
  "accepted",
  "refused",
  "converging",
  "converged",
  "restarting",
  "replaced",
  "suspending",
  "suspended",
  "resuming",
  "running",
  "not_converged",
  "lost",
] as const satisfies readonly FollowState[];

/** How a deploy stands, as a mark. */
export function markOf(status: string): StateName {
  if (status === "live") return "ok";
  if (status.endsWith("_failed")) return "down";
  if (status === "canceled" || status === "deactivated") return "unknown";
  return status.endsWith("_in_progress") || status === "created" || status === "queued" ? "moving" : "degraded";
}

/** How something that was asked of the host stands, as a mark. */
export function followMark({ aim, state }: FollowLine): StateName {
  if (isReached(aim, state)) return "ok";
  return isOver(aim, state) ? "down" : "moving";
}
