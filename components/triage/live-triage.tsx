"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { ChartView, TriageView } from "@/lib/live/shapes";
import { Inspector } from "../console/inspector";
import { Page } from "../console/page";
import { useLive } from "../console/use-live";
import { announce } from "../ui/announce";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Icon } from "../ui/icon";
import { clockText } from "../ui/instant";
import { Deploys } from "./deploys";
import { EvidenceTable } from "./evidence-table";
import { FailingList } from "./failing-list";
import { IncidentAct, IncidentPart } from "./incident-part";
import { NextActs, NotNow } from "./next-acts";
import { OverrideButton } from "./override";
import { ProbeNow } from "./probe-now";
import { ReadyForTrouble } from "./ready";
import { ReceiverBoard } from "./receiver-board";
import { SignalList } from "./signal-list";
import { Trends } from "./trends";
import { useMarkdown } from "./use-markdown";
import { useVerdictText } from "./use-verdict-text";
import { Verdict } from "./verdict";

const pollMs = 3_000;

type Props = { initial: TriageView; chart: ChartView; asTable: boolean; mayProbe: boolean };

/** The triage page: from alarm to cause. It is asked anew every three seconds, until somebody holds it still. */
export function LiveTriage({ initial, chart, asTable, mayProbe }: Props) {
  const t = useTranslations("triagePage");
  const [paused, setPaused] = useState(false);
  const { data: view } = useLive<TriageView>("triage", {}, initial, paused ? null : pollMs);
  const markdown = useMarkdown(view);
  useAnnouncedChange(view);
  const copy = <CopyButton text={markdown}>{t("copy")}</CopyButton>;
  const acts = (
    <>
      {copy}
      <IncidentAct view={view} />
    </>
  );
  return (
    <>
      <Verdict view={view} acts={acts} />
      <Page
        inspector={
          <Inspector label={t("next.title")}>
            <div className="only-beside">
              <IncidentPart view={view} />
              <NextActs view={view} />
            </div>
            <NotNow triage={view.triage} />
            <Deploys view={view} />
            <ReadyForTrouble view={view} />
          </Inspector>
        }
      >
        <FailingList view={view} />
        <div className="only-below">
          <IncidentPart view={view} />
          <NextActs view={view} />
        </div>
        <EvidenceTable
          view={view}
          acts={
            <span className="hold-still">
              <OverrideButton triage={view.triage} />
              <Hold paused={paused} now={view.now} onHold={setPaused} />
              <ProbeNow mayProbe={mayProbe} />
            </span>
          }
        />
        <SignalList signals={view.signals} now={view.now} mayClear={mayProbe} />
        <Trends initial={chart} asTable={asTable} since={view.triage.since} paused={paused} />
        <ReceiverBoard receivers={view.receivers} />
      </Page>
      <div className="dock phone-dock">
        <IncidentAct view={view} />
        <div className="two">
          <ProbeNow mayProbe={mayProbe} />
          {copy}
        </div>
      </div>
    </>
  );
}

/** Holds the page still, for reading and for copying, and lets it go again. */
function Hold({ paused, now, onHold }: { paused: boolean; now: string; onHold: (hold: boolean) => void }) {
  const t = useTranslations("triagePage");
  const turn = (): void => {
    onHold(!paused);
    announce(t(paused ? "isLive" : "isPaused"));
  };
  return (
    <span className="hold-still">
      {paused ? <b className="strong">{t("pausedAt", { time: clockText(now, "UTC") })}</b> : null}
      <Button size="small" variant="bare" icon={<Icon of={paused ? Play : Pause} />} onClick={turn}>
        {t(paused ? "resume" : "pause")}
      </Button>
    </span>
  );
}

/** Who can't see it hears when the verdict turns into another one. */
function useAnnouncedChange({ triage: { category, severity } }: TriageView): void {
  const t = useTranslations("triagePage");
  const verdict = useVerdictText()({ category, severity });
  const before = useRef(verdict);
  useEffect(() => {
    if (before.current === verdict) return;
    before.current = verdict;
    announce(t("changed", { verdict, severity }));
  }, [verdict, severity, t]);
}
