import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Delivery } from "@/lib/deliveries/shapes";
import type { Forecast, Outlook } from "@/lib/relying-parties/shapes";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";
import { Time } from "../ui/time";

const marks: Record<Forecast["answer"], StateName> = {
  yes: "ok",
  arrived: "ok",
  perhaps: "unknown",
  not_yet: "moving",
  no: "down",
};

/** Why it died, by which rule and which evidence; whether it would arrive now, and what to do. */
export function CausePart({ delivery, outlook, now }: { delivery: Delivery; outlook: Outlook; now: string }) {
  const t = useTranslations("deliveries");
  const { cause, forecast, health, kid, keyFetchedAt, keyKnownBy } = outlook;
  return (
    <Facts>
      <Fact term={t("causePart.cause")}>
        <b className="strong">{t(`causes.${cause.cause}.name`)}</b> {t(`causes.${cause.cause}.means`)}
      </Fact>
      <Fact term={t("causePart.rule")}>
        <span className="mono">{cause.rule}</span> {t("causePart.version", { version: cause.version })}
      </Fact>
      <Fact term={t("causePart.evidence")}>
        <Evidence delivery={delivery} outlook={outlook} />
      </Fact>
      <Fact term={t("causePart.now")}>
        <State name={marks[forecast.answer]}>{t(`forecast.answer.${forecast.answer}`)}</State>{" "}
        {t(`forecast.because.${forecast.because}`)}
        {keyKnownBy ? (
          <>
            {" "}
            {t("causePart.knownBy")} <Time at={keyKnownBy} now={now} />
          </>
        ) : null}
      </Fact>
      <Fact term={t("causePart.act")}>{t(`forecast.act.${forecast.act}`)}</Fact>
      <Fact term={t("causePart.lately")}>
        {t("causePart.outcomes", { delivered: health.delivered, failed: health.failed })}
      </Fact>
      <Fact term={t("causePart.key")}>
        {kid === null ? null : <span className="mono">{inert(kid)}</span>}{" "}
        {keyFetchedAt ? (
          <span className="soft">
            {t("causePart.keyFetched")} <Time at={keyFetchedAt} now={now} />
          </span>
        ) : null}
      </Fact>
    </Facts>
  );
}

/** What the rule went by: the status, the words that it found, and what speaks for an earlier round. */
function Evidence({ delivery, outlook: { cause, evidenceKept } }: { delivery: Delivery; outlook: Outlook }) {
  const t = useTranslations("deliveries.causePart");
  const { lastStatus, attempts } = delivery;
  return (
    <>
      {lastStatus === null ? t("noStatus") : t("status", { status: lastStatus })}
      {cause.said === null ? null : (
        <>
          {" · "}
          {t("said")} <code>{cause.said}</code>
        </>
      )}
      {" · "}
      {t("attempts")} <Amount value={attempts} />
      {evidenceKept ? ` · ${t("earlierRound")}` : null}
    </>
  );
}
