"use client";

import { useTranslations } from "next-intl";
import type { LiveGrant } from "@/lib/bypass/shapes";
import { inert } from "@/lib/core/text";
import { useShell } from "../console/live-frame";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { TimeLeft } from "../ui/time-left";
import { useEndGrant } from "./use-end-grant";

/** Who is in without Clerk at this moment; the same figures as the banner's. */
export function OpenNow() {
  const [t, glass] = [useTranslations("bypass.open"), useTranslations("glass")];
  const { view } = useShell();
  const { grants, now, mayEndGrants } = view;
  const columns: Column<LiveGrant>[] = [
    { key: "who", head: t("who"), width: "150px", cell: ({ personName }) => personName },
    {
      key: "why",
      head: t("why"),
      cell: ({ reason, incident }) => (
        <>
          <span className="inert">{inert(reason)}</span>
          {incident === null ? null : <span className="quiet"> · {inert(incident)}</span>}
        </>
      ),
    },
    {
      key: "how",
      head: t("how"),
      width: "190px",
      cell: ({ opener, openedWith }) => `${glass(`opener.${opener}`)}, ${glass(`by.${openedWith}`)}`,
    },
    {
      key: "since",
      head: t("since"),
      width: "180px",
      cell: (each) => <Time at={each.openedAt} now={now} shape="list" />,
    },
    {
      key: "left",
      head: t("left"),
      width: "80px",
      align: "right",
      cell: (each) => <TimeLeft until={each.expiresAt} now={now} />,
    },
    {
      key: "act",
      head: <span className="sr">{t("act")}</span>,
      width: "130px",
      cell: (each) => (each.own || mayEndGrants ? <EndOne grant={each} /> : null),
    },
  ];
  return (
    <Section title={t("title")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={grants}
        rowKey={({ id }) => id}
        empty={<p className="soft">{t("nobody")}</p>}
      />
    </Section>
  );
}

function EndOne({ grant }: { grant: LiveGrant }) {
  const t = useTranslations("glass");
  const { busy, end } = useEndGrant(grant);
  return (
    <span className="row-acts">
      <Button size="small" gates="stop" busy={busy} onClick={end}>
        {t("endNow")}
      </Button>
    </span>
  );
}
