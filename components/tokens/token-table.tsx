"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { ApiTokenLine } from "@/lib/tokens/shapes";
import { Blank } from "../ui/blank";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { RevokeToken } from "./revoke-token";

/** Tokens with whose they are, what for, until when, and when they called last. */
export function TokenTable({ tokens, now }: { tokens: readonly ApiTokenLine[]; now: string }) {
  const t = useTranslations("apiTokens.list");
  const columns: Column<ApiTokenLine>[] = [
    { key: "name", head: t("name"), cell: ({ name }) => inert(name) },
    { key: "person", head: t("person"), cell: ({ personName }) => inert(personName) },
    { key: "scope", head: t("scope"), width: "90px", cell: ({ scope }) => t(`scopeOf.${scope}`) },
    { key: "state", head: t("state"), width: "100px", cell: ({ state }) => t(`stateOf.${state}`) },
    {
      key: "created",
      head: t("created"),
      width: "190px",
      cell: ({ createdAt, createdBy }) => (
        <>
          <Time at={createdAt} now={now} shape="list" />
          {createdBy === null ? null : <span className="quiet"> {t("by", { name: inert(createdBy) })}</span>}
        </>
      ),
    },
    {
      key: "ends",
      head: t("ends"),
      width: "160px",
      cell: ({ expiresAt }) => <Time at={expiresAt} now={now} shape="list" />,
    },
    {
      key: "used",
      head: t("used"),
      width: "160px",
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} now={now} shape="list" /> : t("never")),
    },
    {
      key: "acts",
      head: t("acts"),
      width: "110px",
      cell: ({ id, name, state }) => (state === "live" ? <RevokeToken id={id} name={name} /> : null),
    },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={tokens}
      rowKey={({ id }) => id}
      empty={
        <Blank mark="unknown" title={t("empty.title")}>
          {t("empty.words")}
        </Blank>
      }
    />
  );
}
