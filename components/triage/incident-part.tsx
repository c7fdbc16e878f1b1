"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { TriageView } from "@/lib/live/shapes";
import { DeclareFrom } from "../incidents/declare-from";
import { ButtonLink } from "../ui/button-link";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { Severity } from "../ui/severity";
import { Time } from "../ui/time";
import { severityMark } from "./use-verdict-text";

/** The incident that is open now, in short. */
export function IncidentPart({ view: { incident, now } }: { view: TriageView }) {
  const t = useTranslations("triagePage.incident");
  if (incident === null) return null;
  const { number, title, severity, declaredAt, declaredBy } = incident;
  const mark = severityMark(severity);
  return (
    <Section
      title={<Link href={`/incidents/${number}`}>{`INC-${number}`}</Link>}
      aside={mark === null ? undefined : <Severity name={mark} />}
    >
      <p className="strong incident-title">{inert(title)}</p>
      <Facts>
        <Fact term={t("declared")}>
          <Time at={declaredAt} now={now} />
        </Fact>
        <Fact term={t("by")}>{inert(declaredBy)}</Fact>
      </Facts>
    </Section>
  );
}

/** To the incident that is open; in quiet times to a new one, in two presses. */
export function IncidentAct({ view: { incident, triage } }: { view: TriageView }) {
  const t = useTranslations("triagePage.incident");
  if (incident === null) return <DeclareFrom triage={triage} />;
  return (
    <ButtonLink variant="primary" href={`/incidents/${incident.number}`}>
      {t("open", { incident: `INC-${incident.number}` })}
    </ButtonLink>
  );
}
