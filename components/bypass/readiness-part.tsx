import { useTranslations } from "next-intl";
import type { ReadinessFault } from "@/lib/bypass/rules/readiness";
import type { Readiness } from "@/lib/bypass/shapes";
import { ButtonLink } from "../ui/button-link";
import { Fact, Facts } from "../ui/facts";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";

/** Where each thing that is missing is mended. */
const waysOut: Record<ReadinessFault, string> = {
  too_few_enrolled: "/settings/break-glass",
  too_few_usable: "/bypass#own",
  never_drilled: "/bypass#drill",
  drill_old: "/bypass#drill",
  review_unfiled: "/approvals?part=reviews",
};

/** Whether the way in without Clerk could be used now; when not, each reason with its remedy. */
export function ReadinessPart({ readiness, now }: { readiness: Readiness; now: string }) {
  const t = useTranslations("readiness");
  const { armed, missing, enrolled, usable, lastDrillAt, drillGoodUntil } = readiness;
  const name = armed ? "armed" : "unarmed";
  return (
    <Section
      title={t("section")}
      aside={<State name={armed ? "ok" : "down"}>{t(`state.${name}`)}</State>}
      id="readiness"
    >
      <p className="readiness-verdict">
        <b className="strong">{t(`verdict.${name}`)}</b> {t(`lead.${name}`, { usable })}
      </p>
      {missing.map((fault) => (
        <Note
          key={fault}
          kind="down"
          lead={t(`missing.${fault}.lead`)}
          actions={
            <ButtonLink size="small" href={waysOut[fault]}>
              {t(`missing.${fault}.act`)}
            </ButtonLink>
          }
        >
          {t(`missing.${fault}.words`)}
        </Note>
      ))}
      <Facts>
        <Fact term={t("fact.enrolled")}>{t("fact.enrolledCount", { count: enrolled, usable })}</Fact>
        <Fact term={t("fact.lastDrill")}>
          {lastDrillAt === null ? t("fact.never") : <Time at={lastDrillAt} now={now} />}
        </Fact>
        {drillGoodUntil === null ? null : (
          <Fact term={t("fact.nextDrill")}>
            <Time at={drillGoodUntil} now={now} />
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
