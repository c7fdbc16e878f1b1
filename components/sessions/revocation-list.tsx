"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { SessionsView } from "@/lib/live/shapes";
import type { RevocationView } from "@/lib/sessions/shapes";
import { useLive } from "../console/use-live";
import { Amount } from "../ui/amount";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { markOf } from "./revocation-marks";

/** Revocations that go on, and the latest that are over. */
export function RevocationList({ initial }: { initial: SessionsView }) {
  const t = useTranslations("sessions.list");
  const progress = useTranslations("sessions.progress");
  const { data } = useLive<SessionsView>("sessions", {}, initial, ({ revocations }) =>
    revocations.some(({ finalAt }) => finalAt === null) ? 2_000 : 15_000,
  );
  const columns: Column<RevocationView>[] = [
    {
      key: "whose",
      head: t("whose"),
      cell: ({ requestId, userId }) => (
        <Link prefetch={false} href={`/operations/${requestId}`} className={userId === null ? undefined : "mono"}>
          {userId === null ? t("everyone") : inert(userId)}
        </Link>
      ),
    },
    { key: "by", head: t("by"), width: "140px", cell: ({ startedBy }) => inert(startedBy), onlyWide: true },
    {
      key: "began",
      head: t("began"),
      width: "190px",
      cell: ({ startedAt }) => <Time at={startedAt} now={data.now} shape="list" />,
    },
    {
      key: "users",
      head: t("users"),
      width: "120px",
      cell: ({ usersSeen }) => <Amount value={usersSeen} />,
      onlyWide: true,
    },
    { key: "revoked", head: t("revoked"), width: "110px", cell: ({ revoked }) => <Amount value={revoked} /> },
    {
      key: "state",
      head: t("state"),
      width: "160px",
      cell: (each) => <State name={markOf(each)}>{progress(`state.${each.state}`)}</State>,
    },
  ];
  return (
    <Section title={t("title")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={data.revocations}
        rowKey={({ requestId }) => requestId}
        empty={<p className="quiet">{t("none")}</p>}
      />
    </Section>
  );
}
