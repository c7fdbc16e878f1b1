import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Customer } from "@/lib/customers/shapes";
import { stateOf } from "@/lib/deliveries/rules/state";
import type { DeliveryRow } from "@/lib/deliveries/shapes";
import { Answer } from "../deliveries/answer";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { PartMissing } from "./part-missing";

const marks = { dead: "down", pending: "moving", delivered: "ok" } as const;

/** The newest events that tell relying parties about somebody, and how they went. */
export function DeliveriesPart({ part, now }: { part: Customer["deliveries"]; now: string }) {
  const t = useTranslations("customers.deliveriesPart");
  return (
    <Section title={t("section")} aside={part.ok ? t("newest", { count: part.value.rows.length }) : undefined}>
      {part.ok ? <AboutTable {...part.value} now={now} /> : <PartMissing part="deliveries" trouble={part.trouble} />}
    </Section>
  );
}

function AboutTable({ rows, dead, now }: { rows: readonly DeliveryRow[]; dead: number; now: string }) {
  const t = useTranslations("customers.deliveriesPart");
  const say = useTranslations("deliveries");
  const columns: Column<DeliveryRow>[] = [
    {
      key: "id",
      head: say("column.delivery"),
      width: "100px",
      cell: ({ id }) => (
        <Link prefetch={false} href={`/deliveries/${id}`} className="mono">
          {id}
        </Link>
      ),
    },
    { key: "app", head: say("column.relyingParty"), cell: ({ relyingPartyName }) => inert(relyingPartyName) },
    { key: "event", head: say("column.event"), onlyWide: true, cell: ({ eventType }) => inert(eventType) },
    {
      key: "at",
      head: say("column.enqueued"),
      width: "190px",
      cell: ({ enqueuedAt }) => <Time at={enqueuedAt} now={now} shape="list" />,
    },
    {
      key: "answer",
      head: say("column.lastAnswer"),
      width: "110px",
      onlyWide: true,
      cell: ({ lastStatus, deliveredAt }) => <Answer status={lastStatus} delivered={deliveredAt !== null} />,
    },
    {
      key: "state",
      head: t("state"),
      width: "110px",
      cell: (row) => <State name={marks[stateOf(row)]}>{say(`state.${stateOf(row)}`)}</State>,
    },
  ];
  const subject = rows[0]?.subject;
  return (
    <Table
      caption={t("caption")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      foot={
        dead > 0 && subject ? (
          <Link prefetch={false} href={`/deliveries?${new URLSearchParams({ q: subject })}`}>
            {t("allDead")}
          </Link>
        ) : undefined
      }
      empty={
        <Blank mark="unknown" title={t("none.title")}>
          {t("none.words")}
        </Blank>
      }
    />
  );
}
