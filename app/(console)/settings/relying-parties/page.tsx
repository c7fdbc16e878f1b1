import { getTranslations } from "next-intl/server";
import { RetryRuleTable } from "@/components/settings/retry-rule-table";
import { Troubled } from "@/components/settings/troubled";
import { Section } from "@/components/ui/section";
import { Why } from "@/components/ui/why";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
import { listRetryRules } from "@/lib/relying-parties/queries/find-retry-rule";

export async function generateMetadata() {
  return { title: (await getTranslations("relyingParties"))("rules") };
}

export default async function RelyingPartySettingsPage() {
  const actor = await requirePerson("/settings/relying-parties");
  const [groups, rules] = await Promise.all([settled(() => listGroups(actor)), listRetryRules(actor)]);
  if (!groups.ok) return <Troubled refusal={groups.refusal} />;
  const [t, settings] = [await getTranslations("relyingParties"), await getTranslations("settings")];
  const mayChange = hasRole(actor, ["admin"]);
  const parties = groups.value
    .map(({ id, name, webhookEnabled }) => ({
      id,
      name,
      webhookEnabled,
      needsAdmin: rules.get(id)?.needsAdmin ?? false,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <Section title={t("rules")} aside={t("rulesAside")}>
      <RetryRuleTable parties={parties} mayChange={mayChange} />
      {mayChange ? null : <Why>{settings("needsAdmin")}</Why>}
    </Section>
  );
}
