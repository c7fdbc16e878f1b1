import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { RelyingParty } from "@/lib/relying-parties/shapes";
import { Fact, Facts } from "../ui/facts";

/** Where the identity provider sends to, and whom it says to call. */
export function PartyFacts({ party }: { party: RelyingParty }) {
  const t = useTranslations("relyingParties.fact");
  const { webhookUrl, oncallContact } = party;
  return (
    <Facts>
      <Fact term={t("webhookUrl")} mono>
        {webhookUrl && inert(webhookUrl)}
      </Fact>
      <Fact term={t("onCall")}>{oncallContact && inert(oncallContact)}</Fact>
    </Facts>
  );
}
