"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type RowState, rowStates } from "@/lib/replays/rules/row-states";
import type { ReplayRowsPage, ReplayRowView } from "@/lib/replays/shapes";
import { useLive } from "../console/use-live";
import { Blank } from "../ui/blank";
import type { StateName } from "../ui/mark";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

type Props = {
  id: string;
  initial: ReplayRowsPage;
  query: { state: RowState | null; after: string | null };
  /** Names of relying parties by their ids. */
  parties: Readonly<Record<string, string>>;
  goesOn: boolean;
  now: string;
};

const marks: Record<RowState, StateName> = {
  remaining: "stale",
  claimed: "moving",
  queued: "moving",
  delivered: "ok",
  failed_again: "down",
  skipped_changed: "stale",
  skipped_superseded: "stale",
  skipped_refused: "stale",
};

/** What became of each delivery, a page at a time, of all or of one result. */
export function ReplayRows({ id, initial, query, parties, goesOn, now }: Props) {
  const t = useTranslations("replays.rows");
  const { state, after } = query;
  const asked = { id, ...(state ? { state } : {}), ...(after ? { after } : {}) };
  const { data: page } = useLive<ReplayRowsPage>("replay-rows", asked, initial, goesOn ? 3_000 : null);
  const addressOf = (place: { state: RowState | null; after: string | null }): string => {
    const said = Object.entries(place).filter((entry): entry is [string, string] => entry[1] !== null);
    return said.length === 0 ? `/operations/${id}` : `/operations/${id}?${new URLSearchParams(said)}`;
  };
  return (
    <Section title={t("title")} aside={<a href={`/api/replays/${id}`}>{t("file")}</a>} id="rows">
      <nav className="views" aria-label={t("results")}>
        {([null, ...rowStates] as const).map((each) => (
          <Link
            key={each ?? "all"}
            prefetch={false}
            scroll={false}
            href={addressOf({ state: each, after: null })}
            aria-current={each === state ? "page" : undefined}
          >
            {each === null ? t("all") : t(`state.${each}`)}
          </Link>
        ))}
      </nav>
      <Table
        caption={t("title")}
        rows={page.rows}
        rowKey={({ deliveryId }) => deliveryId}
        tight
        columns={useColumns(parties, now)}
        empty={<Blank title={t("none")} />}
        foot={
          <>
            {t("sorted")}{" "}
            {after ? (
              <Link prefetch={false} scroll={false} href={addressOf({ state, after: null })}>
                {t("first")}
              </Link>
            ) : null}{" "}
            {page.next ? (
              <Link prefetch={false} scroll={false} href={addressOf({ state, after: page.next })}>
                {t("next")}
              </Link>
            ) : null}
          </>
        }
      />
    </Section>
  );
}

function useColumns(parties: Props["parties"], now: string): Column<ReplayRowView>[] {
  const t = useTranslations("replays.rows");
  return [
    {
      key: "id",
      head: t("delivery"),
      width: "112px",
      cell: ({ deliveryId }) => (
        <Link prefetch={false} className="mono" href={`/deliveries/${deliveryId}`}>
          {deliveryId}
        </Link>
      ),
    },
    {
      key: "party",
      head: t("party"),
      onlyWide: true,
      cell: ({ relyingPartyId }) => parties[relyingPartyId] ?? relyingPartyId,
    },
    { key: "state", head: t("result"), cell: ({ state }) => <State name={marks[state]}>{t(`state.${state}`)}</State> },
    { key: "answer", head: t("answer"), width: "84px", onlyWide: true, cell: ({ lastStatus }) => lastStatus ?? "–" },
    {
      key: "at",
      head: t("at"),
      width: "150px",
      cell: ({ judgedAt, enqueuedAt }) =>
        (judgedAt ?? enqueuedAt) ? <Time at={judgedAt ?? enqueuedAt ?? ""} now={now} shape="list" /> : "–",
    },
  ];
}
