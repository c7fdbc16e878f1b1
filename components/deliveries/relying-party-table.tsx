import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { RelyingPartyGroup, Told } from "@/lib/deliveries/shapes";
import { Amount } from "../ui/amount";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { Aside } from "./aside";

type Props = { groups: readonly Told<RelyingPartyGroup>[]; now: string };

/** Relying parties with their dead deliveries, most first: all that those see who may not see what failed. */
export function RelyingPartyTable({ groups, now }: Props) {
  const t = useTranslations("deliveries");
  const columns: Column<Told<RelyingPartyGroup>>[] = [
    {
      key: "name",
      head: t("column.relyingParty"),
      cell: ({ name }) => inert(name),
    },
    {
      key: "dead",
      head: t("column.dead"),
      align: "right",
      width: "90px",
      sorted: "descending",
      cell: ({ dead, atLeast, discarded }) => (
        <>
          <Amount value={dead} atLeast={atLeast} /> <Aside count={discarded} />
        </>
      ),
    },
    {
      key: "oldest",
      head: t("column.oldest"),
      width: "190px",
      onlyWide: true,
      cell: ({ oldestDeadAt }) => oldestDeadAt && <Time at={oldestDeadAt} now={now} shape="list" />,
    },
    {
      key: "newest",
      head: t("column.newest"),
      width: "190px",
      cell: ({ newestDeadAt }) => newestDeadAt && <Time at={newestDeadAt} now={now} shape="list" />,
    },
    {
      key: "endpoint",
      head: t("column.endpoint"),
      width: "90px",
      cell: ({ id, webhookEnabled }) => (
        <Link prefetch={false} href={`/relying-parties/${id}`}>
          <State name={webhookEnabled ? "ok" : "degraded"}>{t(webhookEnabled ? "endpoint.on" : "endpoint.off")}</State>
        </Link>
      ),
    },
  ];
  return <Table caption={t("byRelyingParty")} columns={columns} rows={groups} rowKey={({ id }) => id} />;
}
