"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { ReceiverLine } from "@/lib/live/shapes";
import { Amount } from "../ui/amount";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";

type Props = { receivers: readonly ReceiverLine[] | null };

/** More would push the deploys away; the rest is counted. */
const mostShown = 8;

/** Who takes what they are sent and who does not, worst first. */
export function ReceiverBoard({ receivers }: Props) {
  const t = useTranslations("triagePage.board");
  if (receivers === null)
    return (
      <Section title={t("title")}>
        <State name="unknown">{t("away")}</State>
      </Section>
    );
  return (
    <Section title={t("title")} aside={t("aside")}>
      <Board receivers={receivers} />
    </Section>
  );
}

function Board({ receivers }: { receivers: readonly ReceiverLine[] }) {
  const t = useTranslations("triagePage.board");
  const columns = useColumns();
  const troubled = receivers.filter(({ cause, dead, on }) => cause !== null || dead > 0 || !on);
  const shown = troubled.slice(0, mostShown);
  const rest = receivers.length - shown.length;
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={shown}
      rowKey={({ id }) => id}
      rowState={({ cause }) => (cause === null ? undefined : "down")}
      tight
      foot={rest > 0 && troubled.length <= mostShown ? t("more", { count: rest }) : undefined}
      empty={<State name="ok">{t("all", { count: receivers.length })}</State>}
    />
  );
}

function useColumns(): Column<ReceiverLine>[] {
  const t = useTranslations("triagePage.board");
  const format = useFormatter();
  return [
    {
      key: "name",
      head: t("name"),
      width: "168px",
      cell: ({ id, name }) => (
        <Link prefetch={false} href={`/relying-parties/${id}`}>
          {inert(name)}
        </Link>
      ),
    },
    { key: "says", head: t("says"), cell: (line) => <Condition line={line} /> },
    {
      key: "share",
      head: t("share"),
      width: "150px",
      align: "right",
      cell: ({ failed, delivered }) =>
        failed + delivered === 0
          ? null
          : t("of", {
              share: format.number(failed / (failed + delivered), "share").replace("%", "\u00a0%"),
              count: failed + delivered,
            }),
    },
    {
      key: "dead",
      head: t("dead"),
      width: "90px",
      align: "right",
      cell: ({ id, dead, atLeast }) =>
        dead === 0 ? (
          <Amount value={0} />
        ) : (
          <Link prefetch={false} href={`/deliveries?app=${id}`}>
            <Amount value={dead} atLeast={atLeast} />
          </Link>
        ),
    },
  ];
}

function Condition({ line: { on, cause, failed, delivered } }: { line: ReceiverLine }) {
  const [t, detail] = [useTranslations("triagePage.board"), useTranslations("triagePage.detail")];
  if (!on) return <State name="degraded">{t("off")}</State>;
  if (cause !== null) return <State name="down">{detail(cause)}</State>;
  return failed + delivered === 0 ? <State name="unknown">{t("quiet")}</State> : <State name="ok">{t("fine")}</State>;
}
