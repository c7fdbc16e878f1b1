import { useTranslations } from "next-intl";
import type { ReplayView } from "@/lib/replays/shapes";
import { useSpanText } from "../ui/use-span-text";

/** How fast it goes, against what was approved, and how long it may still take. */
export function Pace({ replay: { ratePerSecond, rate, approvedRate, eta, state, finalAt } }: { replay: ReplayView }) {
  const t = useTranslations("replays.progress");
  const spell = useSpanText();
  if (finalAt !== null) return t("over");
  const pace = t("pace", { now: Math.round(ratePerSecond * 10) / 10, rate, approved: approvedRate });
  if (eta === null || state !== "running") return pace;
  const [from, to] = [spell(eta.fromSeconds), eta.toSeconds === null ? null : spell(eta.toSeconds)];
  return `${pace} ${to === null ? t("etaFrom", { from }) : from === to ? t("eta", { to }) : t("etaRange", { from, to })}`;
}
