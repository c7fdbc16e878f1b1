"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { PasskeyCard } from "@/lib/passkeys/shapes";
import { Blank } from "../ui/blank";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { PasskeyActs } from "./passkey-acts";

/** One's own passkeys: what they are called, where they are kept, when they last proved something. */
export function PasskeyTable({ passkeys, now }: { passkeys: readonly PasskeyCard[]; now: string }) {
  const t = useTranslations("passkeys.list");
  const columns: Column<PasskeyCard>[] = [
    { key: "name", head: t("name"), cell: ({ name }) => <span className="passkey-name">{inert(name)}</span> },
    { key: "kept", head: t("kept"), width: "170px", cell: ({ kept }) => t(`keptAs.${kept}`) },
    {
      key: "created",
      head: t("created"),
      width: "190px",
      cell: ({ createdAt }) => <Time at={createdAt} now={now} shape="list" />,
    },
    {
      key: "used",
      head: t("used"),
      width: "190px",
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} now={now} shape="list" /> : t("never")),
    },
    { key: "acts", head: t("acts"), width: "230px", cell: (passkey) => <PasskeyActs passkey={passkey} /> },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={passkeys}
      rowKey={({ id }) => id}
      empty={
        <Blank mark="unknown" title={t("empty.title")}>
          {t("empty.words")}
        </Blank>
      }
    />
  );
}
