"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { TriageView } from "@/lib/live/shapes";
import { nextSteps, notNow, type Step } from "@/lib/triage/rules/next-steps";
import { ButtonLink } from "../ui/button-link";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";

/** What the runbooks would do now, each with the page on which it is done. */
export function NextActs({ view }: { view: TriageView }) {
  const t = useTranslations("triagePage.next");
  const { triage, apps, receivers } = view;
  const steps = nextSteps({ triage, apps, relyingParties: receivers ?? [] });
  return (
    <Section title={t("title")} aside={t("aside")}>
      {steps.length === 0 ? <p className="soft">{t("nothing")}</p> : null}
      <ol className="next-acts">
        {steps.map((step, place) => (
          <NextAct key={`${step.step} ${step.href}`} step={step} first={place === 0} />
        ))}
      </ol>
    </Section>
  );
}

function NextAct({ step: { step, href, operation, name, deploy, lastGreen }, first }: { step: Step; first: boolean }) {
  const t = useTranslations("triagePage.next");
  const facts = { name: inert(name ?? ""), deploy: deploy ?? "", lastGreen: lastGreen ?? "none" };
  return (
    <li>
      <div>
        <p className="strong">{t(`${step}.title`, facts)}</p>
        <p className="small soft">{t(`${step}.words`, facts)}</p>
        <ButtonLink
          prefetch={false}
          href={href}
          variant={first ? "primary" : "default"}
          gates={operation === undefined ? undefined : operation === "key.compromise" ? "emergency" : "guarded"}
        >
          {t(`${step}.act`, facts)}
        </ButtonLink>
      </div>
    </li>
  );
}

/** What looks near, and would make it worse. */
export function NotNow({ triage }: { triage: TriageView["triage"] }) {
  const t = useTranslations("triagePage.notNow");
  const held = notNow(triage);
  if (held.length === 0) return null;
  return (
    <Section title={t("title")}>
      <Facts>
        {held.map((each) => (
          <Fact key={each} term={t(`${each}.name`)}>
            <span className="small quiet">{t(`${each}.why`)}</span>
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}
