import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { PartyFacts } from "@/components/relying-parties/party-facts";
import { SwitchOnButton } from "@/components/relying-parties/switch-on-button";
import { RetryRuleAct } from "@/components/settings/retry-rule-act";
import { Fact, Facts } from "@/components/ui/facts";
import { Section } from "@/components/ui/section";
import { State } from "@/components/ui/state";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { findRetryRule } from "@/lib/relying-parties/queries/find-retry-rule";
import { relyingPartyId } from "@/lib/relying-parties/shapes";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: (await params).id };
}

export default async function RelyingPartyPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/relying-parties/${encodeURIComponent(id)}`);
  if (!relyingPartyId.safeParse(id).success) notFound();
  const found = await settled(() => findRelyingParty(actor, id));
  if (!found.ok) return <RefusedPage refusal={found.refusal} again={`/relying-parties/${id}`} />;
  const party = found.value;
  if (!party) notFound();
  const [rule, t] = [await findRetryRule(actor, id), await getTranslations("relyingParties")];
  const [deliveries, settings] = [await getTranslations("deliveries"), await getTranslations("settings")];
  const may = hasRole(actor, ["responder", "admin"]);
  return (
    <Page>
      <PageHead
        crumb={{ href: "/deliveries", label: deliveries("title") }}
        title={inert(party.name)}
        beside={
          <State name={party.webhookEnabled ? "ok" : "degraded"}>
            {deliveries(party.webhookEnabled ? "endpoint.on" : "endpoint.off")}
          </State>
        }
        acts={party.webhookEnabled ? undefined : <SwitchOnButton id={id} name={party.name} allowed={may} />}
      />
      <Section title={t("title")}>
        <PartyFacts party={party} linked={may} />
      </Section>
      <Section title={t("rules")}>
        <Facts>
          <Fact term={t("column.rule")}>{t(rule.needsAdmin ? "rule.admin" : "rule.responder")}</Fact>
        </Facts>
        <RetryRuleAct
          id={id}
          name={party.name}
          needsAdmin={rule.needsAdmin}
          why={hasRole(actor, ["admin"]) ? undefined : settings("needsAdmin")}
        />
      </Section>
    </Page>
  );
}
