"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Adoption } from "@/lib/keys/shapes/key";
import type { StateName } from "../ui/mark";
import { Section } from "../ui/section";
import { SpanText } from "../ui/span-text";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

const marks: Record<Adoption["knows"], StateName> = {
  known: "ok",
  not_yet: "moving",
  overdue: "degraded",
  never_seen: "unknown",
};

type Props = { adoption: readonly Adoption[]; fetchesUnread: boolean; kid: string; now: string };

/** Who can verify with a key: when each fetched the set last, how long it may keep that, and whether the key was in it. */
export function AdoptionBoard({ adoption, fetchesUnread, kid, now }: Props) {
  const t = useTranslations("keys.adoption");
  const columns = useColumns(now);
  const known = adoption.filter(({ knows }) => knows === "known").length;
  return (
    <Section title={t("title", { kid: inert(kid) })} aside={t("aside", { known, all: adoption.length })}>
      {fetchesUnread ? <p className="soft">{t("unread")}</p> : null}
      <Table caption={t("title", { kid: inert(kid) })} columns={columns} rows={adoption} rowKey={({ id }) => id} />
    </Section>
  );
}

function useColumns(now: string): Column<Adoption>[] {
  const t = useTranslations("keys.adoption");
  return [
    {
      key: "name",
      head: t("column.relyingParty"),
      cell: ({ id, name, on }) => (
        <>
          <Link prefetch={false} href={`/relying-parties/${id}`}>
            {inert(name)}
          </Link>{" "}
          {on ? null : <State name="degraded">{t("off")}</State>}
        </>
      ),
    },
    {
      key: "cache",
      head: t("column.cache"),
      width: "170px",
      cell: ({ cacheSeconds, cacheBy }) =>
        cacheSeconds === null || cacheBy === null ? (
          t("cacheUnknown")
        ) : (
          <>
            <SpanText seconds={cacheSeconds} tight /> <span className="quiet small">{t(`cacheBy.${cacheBy}`)}</span>
          </>
        ),
    },
    {
      key: "fetched",
      head: t("column.fetched"),
      width: "190px",
      cell: ({ fetchedAt }) => (fetchedAt === null ? t("never") : <Time at={fetchedAt} now={now} shape="list" />),
    },
    {
      key: "until",
      head: t("column.until"),
      width: "190px",
      onlyWide: true,
      cell: ({ knownBy }) => knownBy && <Time at={knownBy} now={now} shape="list" />,
    },
    {
      key: "knows",
      head: t("column.knows"),
      width: "170px",
      cell: ({ knows }) => <State name={marks[knows]}>{t(`knows.${knows}`)}</State>,
    },
  ];
}
