import { useTranslations } from "next-intl";
import type { PartyHealth as Health } from "@/lib/relying-parties/shapes";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";
import { Time } from "../ui/time";

const marks: Record<Health["judgement"], StateName> = {
  well: "ok",
  quiet: "unknown",
  idempotency_conflict: "degraded",
  signature_rejected: "degraded",
  unwell: "down",
};

/** How the last two minutes went, by the numbers of the probe, and when something last went well and badly. */
export function PartyHealth({ health, newestRows, now }: { health: Health; newestRows: number; now: string }) {
  const t = useTranslations("relyingParties.health");
  const say = useTranslations("deliveries");
  const { judgement, delivered, failed, failures, lastDeliveredAt, lastFailedAt } = health;
  return (
    <Facts>
      <Fact term={t("now")}>
        <State name={marks[judgement]}>{t(`judgement.${judgement}`)}</State>
      </Fact>
      <Fact term={t("delivered")}>
        <Amount value={delivered} />
      </Fact>
      <Fact term={t("failed")}>
        <Amount value={failed} />
        {failures.length > 0 ? (
          <ul className="plain">
            {failures.map(({ status, count }) => (
              <li key={status ?? "none"}>
                <span className="mono">{status ?? say("filter.none")}</span> · <Amount value={count} />
              </li>
            ))}
          </ul>
        ) : null}
      </Fact>
      <Fact term={t("lastDelivered")}>
        {lastDeliveredAt ? <Time at={lastDeliveredAt} now={now} /> : t("noneAmong", { count: newestRows })}
      </Fact>
      <Fact term={t("lastFailed")}>{lastFailedAt ? <Time at={lastFailedAt} now={now} /> : t("noneOpen")}</Fact>
    </Facts>
  );
}
