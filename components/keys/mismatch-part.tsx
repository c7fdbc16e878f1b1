"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { MismatchView } from "@/lib/keys/shapes/mismatch";
import { ReplayButton } from "../deliveries/replay-button";
import { useRefusal } from "../operation/use-refusal";
import { Fact, Facts } from "../ui/facts";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";

type Props = { mismatch: MismatchView; acts: boolean; now: string };

/** Why a relying party refuses what this key signs: three looks, the cause, and what becomes of what it refused. */
export function MismatchPart({ mismatch, acts, now }: Props) {
  const t = useTranslations("keys.mismatch");
  const say = useRefusal();
  const { cause, checks, refused, kids, mayReplay, relyingParty, fetchedAt, knownBy } = mismatch;
  const looked = (value: boolean | null) => (
    <State name={value === null ? "unknown" : value ? "ok" : "down"}>
      {t(value === null ? "look.unknown" : value ? "look.yes" : "look.no")}
    </State>
  );
  return (
    <Section title={t("title")} aside={t("aside", { count: refused })} id="mismatch">
      <Facts>
        <Fact term={t("check.answers")}>{looked(checks.answers)}</Fact>
        <Fact term={t("check.served")}>{looked(checks.activeServed)}</Fact>
        <Fact term={t("check.fetched")}>
          {looked(checks.fetchedSince)} {fetchedAt ? <Time at={fetchedAt} now={now} shape="list" /> : t("neverFetched")}
        </Fact>
        <Fact term={t("kids")} mono>
          {kids.length === 0 ? null : kids.map(inert).join(", ")}
        </Fact>
      </Facts>
      <Note
        kind={mayReplay ? "ok" : "degraded"}
        lead={t(`cause.${cause}.title`)}
        actions={
          mayReplay ? (
            acts ? (
              <ReplayButton of={{ filter: { app: relyingParty, status: "401" } }} />
            ) : (
              <span className="soft">{say({ code: "not_allowed" }).sentence}</span>
            )
          ) : undefined
        }
      >
        {t(`cause.${cause}.words`)} {knownBy && cause === "cache_allowed" ? <Time at={knownBy} now={now} /> : null}{" "}
        {t(mayReplay ? "offered" : "held", { count: refused })}
      </Note>
    </Section>
  );
}
