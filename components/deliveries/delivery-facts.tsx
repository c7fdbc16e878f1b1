import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Delivery } from "@/lib/deliveries/shapes";
import { Amount } from "../ui/amount";
import { Copyable } from "../ui/copyable";
import { Fact, Facts } from "../ui/facts";
import { Time } from "../ui/time";
import { Answer } from "./answer";

/** What the IdP's row says, fact by fact. */
export function DeliveryFacts({ delivery, now }: { delivery: Delivery; now: string }) {
  const t = useTranslations("deliveries.detail");
  const time = (at: string | null) => at && <Time at={at} now={now} />;
  return (
    <Facts>
      <Fact term={t("relyingParty")}>{inert(delivery.relyingParty.name)}</Fact>
      <Fact term={t("enqueued")}>{time(delivery.enqueuedAt)}</Fact>
      {delivery.dlqAt ? <Fact term={t("died")}>{time(delivery.dlqAt)}</Fact> : null}
      {delivery.nextRetryAt ? <Fact term={t("nextAttempt")}>{time(delivery.nextRetryAt)}</Fact> : null}
      {delivery.deliveredAt ? <Fact term={t("delivered")}>{time(delivery.deliveredAt)}</Fact> : null}
      <Fact term={t("attemptsMade")}>
        <Amount value={delivery.attempts} />
      </Fact>
      <Fact term={t("lastAnswer")}>
        <Answer status={delivery.lastStatus} delivered={delivery.deliveredAt !== null} />{" "}
        {delivery.lastError ? <span className="soft">{inert(delivery.lastError)}</span> : null}
      </Fact>
      <Fact term={t("idempotencyKey")}>
        <Copyable text={inert(delivery.idempotencyKey)} name={t("idempotencyKey")} />
      </Fact>
      <Fact term={t("signedWith")} mono>
        {delivery.signingKid && inert(delivery.signingKid)}
      </Fact>
      <Fact term={t("subject")} mono>
        {delivery.subject && inert(delivery.subject)}
      </Fact>
    </Facts>
  );
}
