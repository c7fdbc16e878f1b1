"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { inert } from "@/lib/core/text";
import type { TriageView } from "@/lib/live/shapes";
import { leadOf, tallyOf } from "@/lib/triage/rules/lead";
import { Age } from "../ui/age";
import { Amount } from "../ui/amount";
import { clockText } from "../ui/instant";
import { Mark } from "../ui/mark";
import { Readout, Readouts } from "../ui/readouts";
import { runningClock } from "../ui/span-of-time";
import { useTicking } from "../ui/use-ticking";
import { AlsoWrong } from "./also-wrong";
import { HeldOverride } from "./override";
import { useLeadText } from "./use-lead-text";
import { groundOf, severityMark, staleAfterSeconds, useVerdictText } from "./use-verdict-text";

type Props = { view: TriageView; acts: ReactNode };

/** What is wrong in one sentence, what still works, since when and how sure that is. On top of the triage page. */
export function Verdict({ view, acts }: Props) {
  const { triage, now } = view;
  const [shell, t] = [useTranslations("shell"), useTranslations("triagePage")];
  const [sentence, lead] = [useVerdictText(), useLeadText()];
  const stale = useStale(triage.observedAt, now);
  const ground = groundOf(triage, stale);
  const mark = stale ? null : severityMark(triage.severity);
  return (
    <section className={`verdict ${ground}`} aria-label={shell("verdict")}>
      <div className="top">
        <div>
          <h1>
            <Mark name={mark ?? ground} label={mark ?? undefined} />
            {stale ? t("verdict.stale") : sentence(triage)}
          </h1>
          <p>
            {stale && triage.observedAt !== null
              ? t("lead.stale", { verdict: sentence(triage) })
              : lead(leadOf(triage), triage)}
          </p>
        </div>
        <div className="acts">{acts}</div>
      </div>
      {triage.since === null ? (
        <Well triage={triage} now={now} />
      ) : (
        <Trouble triage={triage} since={triage.since} now={now} />
      )}
      <HeldOverride view={view} />
      <AlsoWrong also={triage.also} now={now} />
    </section>
  );
}

/** Whether nobody has looked for so long that the verdict speaks of the past, also when the console itself stopped answering. */
function useStale(observedAt: string | null, now: string): boolean {
  const isStale = useCallback(
    (nowMs: number) => observedAt === null || nowMs - Date.parse(observedAt) > staleAfterSeconds * 1_000,
    [observedAt],
  );
  return useTicking(isStale, now);
}

type Part = { triage: TriageView["triage"]; now: string };

function Well({ triage, now }: Part) {
  const t = useTranslations("triagePage.readout");
  const { all, ok } = tallyOf(triage.evidence);
  const dead = triage.evidence.find(({ probe }) => probe === "outbox")?.value;
  return (
    <Readouts>
      <Readout label={t("checks")} beside={t("ok", { all })}>
        {ok}
      </Readout>
      {typeof dead?.dead === "number" ? <Dead dead={dead.dead} lately={Number(dead.diedLately ?? 0)} /> : null}
      <Measured observedAt={triage.observedAt} now={now} />
    </Readouts>
  );
}

function Dead({ dead, lately }: { dead: number; lately: number }) {
  const [t, n] = [useTranslations("triagePage.readout"), useTranslations("triagePage.value")];
  return (
    <Readout label={t("dead")} beside={lately > 0 ? t("new", { count: lately }) : n("notGrowing")}>
      <Amount value={dead} />
    </Readout>
  );
}

function Trouble({ triage, since, now }: Part & { since: string }) {
  const t = useTranslations("triagePage");
  const confirmed = triage.override?.measured.category === triage.category ? triage.override.by : null;
  return (
    <Readouts>
      <Readout label={t("readout.since")} beside="UTC">
        <time dateTime={since} title={since}>
          {clockText(since, "UTC")}
        </time>
      </Readout>
      <Readout label={t("readout.lasting")}>
        <Lasting since={since} now={now} />
      </Readout>
      <Readout label={t("readout.evidence")} beside={t("readout.for", { against: triage.against.length })}>
        {triage.for.length}
      </Readout>
      <Readout
        label={t("readout.confidence")}
        beside={confirmed ? t("override.confirmed", { by: inert(confirmed) }) : undefined}
      >
        {t(`confidence.${triage.confidence}`)}
      </Readout>
      <Measured observedAt={triage.observedAt} now={now} />
    </Readouts>
  );
}

function Measured({ observedAt, now }: { observedAt: string | null; now: string }) {
  const t = useTranslations("triagePage.readout");
  return (
    <Readout label={t("measured")}>
      {observedAt === null ? t("never") : <Age at={observedAt} now={now} staleAfterSeconds={staleAfterSeconds} />}
    </Readout>
  );
}

function Lasting({ since, now }: { since: string; now: string }) {
  const sinceMs = Date.parse(since);
  const read = useCallback((nowMs: number) => runningClock((nowMs - sinceMs) / 1_000), [sinceMs]);
  return <>{useTicking(read, now)}</>;
}
