import { useTranslations } from "next-intl";
import { RetryRuleAct } from "../settings/retry-rule-act";
import { SettingAct } from "../settings/setting-act";
import { Fact, Facts } from "../ui/facts";

type Props = { id: string; name: string; needsAdmin: boolean; admin: boolean };

/** Who may retry for this relying party, and the act that changes it. */
export function PartySettings({ id, name, needsAdmin, admin }: Props) {
  const t = useTranslations("relyingParties");
  const [settings, names] = [
    useTranslations("settings"),
    useTranslations("operations.names.relying-party.backfill-links"),
  ];
  const why = admin ? undefined : settings("needsAdmin");
  return (
    <>
      <Facts>
        <Fact term={t("column.rule")}>{t(needsAdmin ? "rule.admin" : "rule.responder")}</Fact>
      </Facts>
      <div className="acts">
        <RetryRuleAct id={id} name={name} needsAdmin={needsAdmin} why={why} />
        <SettingAct
          operation="relying-party.backfill-links"
          input={{ id }}
          risk="grave"
          verb={names("verb")}
          title={names("title", { subject: name })}
          why={why}
        />
      </div>
    </>
  );
}
