"use client";

import { useTranslations } from "next-intl";
import type { HolderCard } from "@/lib/bypass/shapes";
import { inert } from "@/lib/core/text";
import { SettingAct } from "../settings/setting-act";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

type Props = { holders: readonly HolderCard[]; now: string; mayStrike: boolean };

/** Everybody who is enrolled: whether they could come in, by what, and when they last tried. */
export function HolderTable({ holders, now, mayStrike }: Props) {
  const [t, common, names] = [
    useTranslations("readiness"),
    useTranslations("common.role"),
    useTranslations("operations.names.bypass.strike"),
  ];
  const columns: Column<HolderCard>[] = [
    {
      key: "name",
      head: t("holders.name"),
      cell: ({ name, roles }) => (
        <>
          {inert(name)}
          <span className="sub">{roles.map((role) => common(role)).join(", ")}</span>
        </>
      ),
    },
    { key: "factor", head: t("holders.factor"), width: "210px", cell: (holder) => <Factors holder={holder} /> },
    {
      key: "sheet",
      head: t("holders.sheet"),
      width: "170px",
      onlyWide: true,
      cell: ({ sheetAt }) => sheetAt && <Time at={sheetAt} now={now} shape="list" />,
    },
    {
      key: "drill",
      head: t("holders.drill"),
      width: "180px",
      cell: ({ drilledAt }) => (drilledAt ? <Time at={drilledAt} now={now} shape="list" /> : t("fact.never")),
    },
    {
      key: "state",
      head: t("holders.state"),
      width: "190px",
      cell: ({ fault }) => (
        <State name={fault === null ? "ok" : "down"}>{t(fault === null ? "holders.usable" : `fault.${fault}`)}</State>
      ),
    },
  ];
  const act: Column<HolderCard> = {
    key: "act",
    head: t("holders.act"),
    width: "150px",
    cell: ({ enrolmentId, name }) => (
      <SettingAct
        operation="bypass.strike"
        input={{ id: enrolmentId }}
        risk="guarded"
        verb={names("verb")}
        title={names("title", { subject: inert(name) })}
        size="small"
      />
    ),
  };
  return (
    <Section title={t("holders.title")}>
      <Table
        caption={t("holders.caption")}
        columns={mayStrike ? [...columns, act] : columns}
        rows={holders}
        rowKey={({ enrolmentId }) => enrolmentId}
        rowState={({ fault }) => (fault === null ? undefined : "down")}
        empty={
          <Blank mark="down" title={t("holders.empty.title")}>
            {t("holders.empty.words")}
          </Blank>
        }
      />
    </Section>
  );
}

/** Few codes left is worth a new sheet before it is worth an alarm. */
const fewCodes = 3;

function Factors({ holder: { passkeys, codesLeft } }: { holder: HolderCard }) {
  const t = useTranslations("readiness.holders");
  if (passkeys === 0 && codesLeft === null) return t("nothing");
  const codes = codesLeft === null ? null : t("codes", { count: codesLeft });
  return (
    <>
      {passkeys > 0 ? t("passkeys", { count: passkeys }) : null}
      {passkeys > 0 && codes !== null ? ", " : null}
      {codes !== null && (codesLeft ?? 0) < fewCodes ? <State name="degraded">{codes}</State> : codes}
    </>
  );
}
