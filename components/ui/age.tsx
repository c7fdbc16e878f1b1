"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { type Instant, toDate } from "./instant";
import { useSpanText } from "./use-span-text";
import { useTicking } from "./use-ticking";

type AgeProps = {
  at: Instant;
  /** When the server drew the page. */
  now: Instant;
  tight?: boolean;
  /** Seconds after which a measurement is bold, because it no longer speaks of now. */
  staleAfterSeconds?: number;
};

/** How long ago, or how soon, ticking: "4 s ago", "in 3 min", "5시간 12분 전". */
export function Age({ at, now, tight, staleAfterSeconds = Number.POSITIVE_INFINITY }: AgeProps) {
  const t = useTranslations("common.span");
  const spell = useSpanText();
  const atMs = toDate(at).getTime();
  const read = useCallback(
    (nowMs: number) => {
      if (Number.isNaN(atMs)) return "–";
      const seconds = (nowMs - atMs) / 1_000;
      const span = spell(Math.abs(seconds), { coarse: true, tight });
      return seconds <= -1 ? t("ahead", { span }) : t("ago", { span });
    },
    [atMs, spell, t, tight],
  );
  const isStale = useCallback((nowMs: number) => nowMs - atMs > staleAfterSeconds * 1_000, [atMs, staleAfterSeconds]);
  const text = useTicking(read, now);
  const stale = useTicking(isStale, now);
  return <span className={clsx("nb", stale && "strong")}>{text}</span>;
}
