"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { DeclarePrefill } from "@/lib/incidents/shapes";
import type { Category } from "@/lib/triage/shapes";
import { useDetailText } from "../triage/use-detail-text";
import { useProbeName } from "../triage/use-probe-name";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";

/** What nobody has to type, because our own checks know it. For another kind of trouble they do not speak. */
export function Known({ prefill, category }: { prefill: DeclarePrefill; category: Category }) {
  const t = useTranslations("incidents");
  const [state, name, detailOf] = [useTranslations("common.state"), useProbeName([]), useDetailText()];
  const [now] = useState(() => new Date().toISOString());
  const speaks = category === prefill.category;
  const { detectedBy, beganAt, suspectedDeploy, evidence } = speaks ? prefill : nothingKnown;
  return (
    <Section title={t("declare.known")} level={3}>
      <Facts>
        <Fact term={t("fact.detected")}>{t(`detected.${detectedBy}`)}</Fact>
        <Fact term={t("fact.began")}>
          {beganAt === null ? t("notKnown") : <Time at={beganAt} now={now} shape="list" />}
        </Fact>
        {suspectedDeploy === null ? null : (
          <Fact term={t("fact.deploy")} mono>
            {suspectedDeploy}
          </Fact>
        )}
        {evidence.map(({ probe, status, detail }) => (
          <Fact key={probe} term={name(probe)}>
            <State name={status}>{detail === null ? state(status) : detailOf(detail)}</State>
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}

const nothingKnown = { detectedBy: "person", beganAt: null, suspectedDeploy: null, evidence: [] } as const;
