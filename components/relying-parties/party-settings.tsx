import { useTranslations } from "next-intl";
import { RetryRuleAct } from "../settings/retry-rule-act";
import { Fact, Facts } from "../ui/facts";

type Props = { id: string; name: string; needsAdmin: boolean; admin: boolean };

/** Who may retry for this relying party, and the act that changes it. */
export function PartySettings({ id, name, needsAdmin, admin }: Props) {
  const t = useTranslations("relyingParties");
  const settings = useTranslations("settings");
  return (
    <>
      <Facts>
        <Fact term={t("column.rule")}>{t(needsAdmin ? "rule.admin" : "rule.responder")}</Fact>
      </Facts>
      <RetryRuleAct id={id} name={name} needsAdmin={needsAdmin} why={admin ? undefined : settings("needsAdmin")} />
    </>
  );
}
