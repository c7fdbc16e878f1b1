import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { RetryRuleAct } from "./retry-rule-act";

export type RuledParty = { id: string; name: string; webhookEnabled: boolean; needsAdmin: boolean };

/** Who may retry for which relying party. */
export function RetryRuleTable({ parties, mayChange }: { parties: readonly RuledParty[]; mayChange: boolean }) {
  const [t, deliveries] = [useTranslations("relyingParties"), useTranslations("deliveries")];
  const columns: Column<RuledParty>[] = [
    {
      key: "name",
      head: deliveries("column.relyingParty"),
      cell: ({ id, name }) => (
        <Link prefetch={false} href={`/relying-parties/${id}`}>
          {inert(name)}
        </Link>
      ),
    },
    {
      key: "endpoint",
      head: deliveries("column.endpoint"),
      width: "100px",
      cell: ({ webhookEnabled }) => (
        <State name={webhookEnabled ? "ok" : "degraded"}>
          {deliveries(webhookEnabled ? "endpoint.on" : "endpoint.off")}
        </State>
      ),
    },
    {
      key: "rule",
      head: t("column.rule"),
      cell: ({ needsAdmin }) => t(needsAdmin ? "rule.admin" : "rule.responder"),
    },
    ...(mayChange
      ? [
          {
            key: "act",
            head: t("column.act"),
            width: "190px",
            cell: (party: RuledParty) => <RetryRuleAct {...party} />,
          },
        ]
      : []),
  ];
  return <Table caption={t("rules")} columns={columns} rows={parties} rowKey={({ id }) => id} />;
}
