"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { groundOf, severityMark, staleAfterSeconds, useVerdictText } from "../triage/use-verdict-text";
import { Age } from "../ui/age";
import { useTicking } from "../ui/use-ticking";
import { useShell } from "./live-frame";
import { VerdictStrip } from "./verdict-strip";

/** The verdict in one line above every page but the one that says it in full. */
export function LiveVerdictStrip() {
  const t = useTranslations("triagePage");
  const sentence = useVerdictText();
  const { now, verdict } = useShell().view;
  const { observedAt } = verdict;
  const isStale = useCallback(
    (nowMs: number) => observedAt === null || nowMs - Date.parse(observedAt) > staleAfterSeconds * 1_000,
    [observedAt],
  );
  const stale = useTicking(isStale, now);
  if (usePathname() === "/triage") return null;
  const age = () =>
    observedAt === null ? null : <Age at={observedAt} now={now} staleAfterSeconds={staleAfterSeconds} />;
  const measured = observedAt === null ? t("strip.never") : t.rich("strip.measured", { age });
  return (
    <VerdictStrip
      state={groundOf(verdict, stale)}
      severity={stale ? undefined : (severityMark(verdict.severity) ?? undefined)}
      verdict={<Link href="/triage">{stale ? t("verdict.stale") : sentence(verdict)}</Link>}
      measured={measured}
    />
  );
}
