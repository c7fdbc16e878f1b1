"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { ApprovalsView } from "@/lib/live/shapes";
import { useLive } from "../console/use-live";
import { announce } from "../ui/announce";
import { Blank } from "../ui/blank";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { WaitingList } from "./waiting-list";

/** The inbox, live: what waits for this reader first, then everything else that waits. */
export function LiveApprovals({ initial }: { initial: ApprovalsView }) {
  const t = useTranslations("approvals.inbox");
  const { data, trouble } = useLive<ApprovalsView>("approvals", {}, initial, 3_000);
  const mine = data.waiting.filter(({ mayNotDecide }) => mayNotDecide === null);
  const others = data.waiting.filter(({ mayNotDecide }) => mayNotDecide !== null);
  useArrivals(mine.map(({ id }) => id));
  return (
    <>
      {trouble === null ? null : <Note kind="degraded" lead={t("stale")} live="polite" />}
      <Section title={t("forYou")} aside={t("count", { count: mine.length })}>
        {mine.length === 0 ? (
          <Blank mark="ok" title={t("none.title")}>
            {t("none.words")}
          </Blank>
        ) : (
          <WaitingList label={t("forYou")} cards={mine} now={data.now} />
        )}
      </Section>
      {others.length === 0 ? null : (
        <Section title={t("others")} aside={t("count", { count: others.length })}>
          <WaitingList label={t("others")} cards={others} now={data.now} />
        </Section>
      )}
    </>
  );
}

/** Says to screen readers that something new waits. */
function useArrivals(ids: readonly string[]): void {
  const t = useTranslations("approvals.inbox");
  const known = useRef<ReadonlySet<string> | null>(null);
  const key = ids.join();
  useEffect(() => {
    const now = new Set(key === "" ? [] : key.split(","));
    const arrived = known.current ? [...now].filter((id) => !known.current?.has(id)).length : 0;
    known.current = now;
    if (arrived > 0) announce(t("arrived", { count: arrived }));
  }, [key, t]);
}
