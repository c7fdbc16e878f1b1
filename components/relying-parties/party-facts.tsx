import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { RelyingParty } from "@/lib/relying-parties/shapes";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";

/** What the IdP knows of a relying party, and what waits for it. */
export function PartyFacts({ party, linked }: { party: RelyingParty; linked: boolean }) {
  const t = useTranslations("relyingParties.fact");
  const { id, webhookUrl, jwksCacheSeconds, oncallContact, pending, dead } = party;
  const amount = <Amount value={dead} />;
  return (
    <Facts>
      <Fact term={t("dead")}>
        {linked ? (
          <Link prefetch={false} href={`/deliveries?app=${id}`}>
            {amount}
          </Link>
        ) : (
          amount
        )}
      </Fact>
      <Fact term={t("pending")}>
        <Amount value={pending} />
      </Fact>
      <Fact term={t("webhookUrl")} mono>
        {webhookUrl && inert(webhookUrl)}
      </Fact>
      <Fact term={t("jwksCache")}>
        {jwksCacheSeconds === null ? null : <Amount value={jwksCacheSeconds} unit="seconds" />}
      </Fact>
      <Fact term={t("onCall")}>{oncallContact && inert(oncallContact)}</Fact>
    </Facts>
  );
}
