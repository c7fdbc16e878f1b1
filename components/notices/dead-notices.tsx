"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { DeadNotice } from "@/lib/notices/shapes";
import { OperationButton } from "../operation/operation-button";
import { Amount } from "../ui/amount";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { useFailureWords } from "./use-failure-words";
import { useNoticeWords } from "./use-notice-words";

type Props = { dead: readonly DeadNotice[]; now: string; mayChange: boolean; onDone: () => void };

/** What channels gave up on, why, and the way to send it again. */
export function DeadNotices({ dead, now, mayChange, onDone }: Props) {
  const t = useTranslations("channels");
  const [sayNotice, sayFailure] = [useNoticeWords(), useFailureWords()];
  const columns: Column<DeadNotice>[] = [
    {
      key: "notice",
      head: t("replay.column.notice"),
      cell: (notice) => (
        <Link prefetch={false} href={notice.href}>
          {sayNotice(notice)}
        </Link>
      ),
      whole: (notice) => sayNotice(notice),
    },
    {
      key: "channel",
      head: t("replay.column.channel"),
      width: "110px",
      cell: ({ channel }) => t(`name.${channel}`),
    },
    { key: "why", head: t("replay.column.why"), width: "210px", cell: (notice) => failureOf(sayFailure(notice)) },
    {
      key: "attempts",
      head: t("replay.column.attempts"),
      align: "right",
      width: "80px",
      cell: ({ attempts }) => <Amount value={attempts} />,
    },
    {
      key: "at",
      head: t("replay.column.at"),
      width: "180px",
      cell: ({ deadAt }) => <Time at={deadAt} now={now} shape="list" />,
    },
  ];
  const nothing = <Blank title={t("replay.noneTitle")}>{t("replay.none")}</Blank>;
  return (
    <Section title={t("replay.title")} aside={t("replay.summary", { count: dead.length })}>
      <Table caption={t("replay.title")} columns={columns} rows={dead} rowKey={({ id }) => id} empty={nothing} />
      {dead.length > 0 ? <SendAgain dead={dead} mayChange={mayChange} onDone={onDone} /> : null}
    </Section>
  );
}

function SendAgain({ dead, mayChange, onDone }: Pick<Props, "dead" | "mayChange" | "onDone">) {
  const t = useTranslations("channels");
  const ids = dead.map(({ id }) => id).join();
  const input = useMemo(() => ({ ids: ids.split(",") }), [ids]);
  return (
    <div className="after-table">
      <OperationButton
        operation="notice.replay"
        input={input}
        risk="guarded"
        verb={t("replay.button", { count: dead.length })}
        title={t("replay.sheet", { count: dead.length })}
        why={mayChange ? undefined : t("onlyAdmins")}
        onDone={onDone}
      />
    </div>
  );
}

const failureOf = ({ error, detail }: { error: string; detail: string }): string =>
  detail === "none" ? error : `${error} (${detail})`;
