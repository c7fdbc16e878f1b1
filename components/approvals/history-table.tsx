import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { inert } from "@/lib/core/text";
import type { RequestCard } from "@/lib/requests/shapes";
import { RequestState } from "../operation/request-state";
import { useOperationTitle } from "../operation/use-operation-title";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

type Props = { cards: readonly RequestCard[]; now: string; foot: ReactNode; empty: ReactNode };

/** Every request that another person was asked about and that no longer waits; it stays for ever. */
export function HistoryTable({ cards, now, foot, empty }: Props) {
  const t = useTranslations("approvals");
  const titleOf = useOperationTitle();
  const columns: Column<RequestCard>[] = [
    {
      key: "what",
      head: t("column.what"),
      width: "30%",
      cell: ({ id, operation, shown }) => (
        <Link prefetch={false} href={`/operations/${id}`}>
          {titleOf(operation, shown?.subject ?? "")}
        </Link>
      ),
    },
    {
      key: "asked",
      head: t("column.asked"),
      width: "200px",
      cell: ({ requesterName, createdAt }) => (
        <>
          {requesterName} <Time at={createdAt} now={now} shape="list" />
        </>
      ),
    },
    {
      key: "decided",
      head: t("column.decided"),
      width: "240px",
      cell: ({ decisions }) => <LastDecision decision={decisions.at(-1)} now={now} />,
    },
    {
      key: "why",
      head: t("column.why"),
      width: "24%",
      onlyWide: true,
      cell: ({ reason, decisions }) => inert(decisions.at(-1)?.reason || reason),
      whole: ({ reason, decisions }) => inert(decisions.at(-1)?.reason || reason),
    },
    { key: "state", head: t("column.state"), width: "120px", cell: ({ state }) => <RequestState state={state} /> },
  ];
  return (
    <Table
      caption={t("part.history")}
      columns={columns}
      rows={cards}
      rowKey={({ id }) => id}
      foot={foot}
      empty={empty}
    />
  );
}

function LastDecision({ decision, now }: { decision: RequestCard["decisions"][number] | undefined; now: string }) {
  const t = useTranslations("approvals.decision");
  if (!decision) return <span className="quiet">{t("none")}</span>;
  return (
    <>
      {t(`by.${decision.decision}`, { name: decision.personName })}{" "}
      <span className="quiet">
        <Time at={decision.decidedAt} now={now} shape="list" /> · {t(`proof.${decision.proof}`)}
      </span>
    </>
  );
}
