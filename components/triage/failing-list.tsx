"use client";

import { useTranslations } from "next-intl";
import type { TriageView } from "@/lib/live/shapes";
import { inOrder } from "@/lib/triage/rules/evidence-order";
import { tallyOf } from "@/lib/triage/rules/lead";
import { Mark } from "../ui/mark";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { useProbeName } from "./use-probe-name";
import { useReading } from "./use-reading";

/** On a phone the checks that fail come first; the whole table is below. */
export function FailingList({ view }: { view: TriageView }) {
  const [t, state] = [useTranslations("triagePage.evidence"), useTranslations("common.state")];
  const [name, reading] = [useProbeName(view.apps), useReading(view.now)];
  const failing = inOrder(view.triage.evidence).filter(({ status }) => status === "down" || status === "degraded");
  const { ok, unseen } = tallyOf(view.triage.evidence);
  return (
    <div className="on-phone-only">
      <Section title={t("failing")}>
        {failing.length === 0 ? <p className="soft">{t("noneFails")}</p> : null}
        <ul className="failing">
          {failing.map((seen) => (
            <li key={seen.probe}>
              <Mark name={seen.status} label={state(seen.status)} />
              <b className="strong">{name(seen.probe)}</b>
              <span className="soft">{reading(seen)}</span>
            </li>
          ))}
        </ul>
        <p className="rest">
          <State name="ok">{t("restOk", { count: ok })}</State>
          {unseen === 0 ? null : <State name="unknown">{t("restUnseen", { count: unseen })}</State>}
        </p>
      </Section>
    </div>
  );
}
