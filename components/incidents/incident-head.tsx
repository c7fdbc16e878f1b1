"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { inert } from "@/lib/core/text";
import { type Incident, nameOfIncident } from "@/lib/incidents/shapes";
import { PageHead } from "../console/page-head";
import { Mark } from "../ui/mark";
import { Readout, Readouts } from "../ui/readouts";
import { runningClock } from "../ui/span-of-time";
import { Time } from "../ui/time";
import { useTicking } from "../ui/use-ticking";
import { IncidentState } from "./incident-state";

type Props = { incident: Incident; now: string; acts: ReactNode };

/** How grave it is, its number, what it is called, whether it is over; since when, and who or what knew first. */
export function IncidentHead({ incident, now, acts }: Props) {
  const t = useTranslations("incidents");
  const category = useTranslations("triagePage.category");
  const { number, title, severity, state, detectedBy, beganAt, declaredAt, declaredBy, suspectedDeploy } = incident;
  return (
    <div className="incident-head">
      <PageHead
        crumb={{ href: "/incidents", label: t("title") }}
        title={
          <>
            {severity === "none" ? null : <Mark name={severity} label={severity} />}
            <span className="nb">{nameOfIncident(number)}</span> {inert(title)}
          </>
        }
        beside={
          <>
            <IncidentState state={state} />
            <span className="soft">{category(incident.category)}</span>
          </>
        }
        acts={acts}
      />
      <Readouts>
        <Readout label={t(state === "open" ? "fact.lasting" : "fact.lasted")}>
          <Lasting since={beganAt ?? declaredAt} until={incident.resolvedAt} now={now} />
        </Readout>
        <Readout label={t("fact.began")}>
          {beganAt === null ? t("notKnown") : <Time at={beganAt} now={now} shape="instant" />}
        </Readout>
        <Readout label={t("fact.declared")} beside={inert(declaredBy)}>
          <Time at={declaredAt} now={now} shape="instant" />
        </Readout>
        <Readout label={t("fact.detected")}>{t(`detected.${detectedBy}`)}</Readout>
        {suspectedDeploy === null ? null : <Readout label={t("fact.deploy")}>{inert(suspectedDeploy)}</Readout>}
      </Readouts>
    </div>
  );
}

function Lasting({ since, until, now }: { since: string; until: string | null; now: string }) {
  const sinceMs = Date.parse(since);
  const untilMs = until === null ? null : Date.parse(until);
  const read = useCallback((nowMs: number) => runningClock(((untilMs ?? nowMs) - sinceMs) / 1_000), [sinceMs, untilMs]);
  return <>{useTicking(read, now)}</>;
}
