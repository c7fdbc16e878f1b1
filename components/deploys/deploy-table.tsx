"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { DeployLine, DeploysView } from "@/lib/deploys/shapes";
import { Section } from "../ui/section";
import { SpanText } from "../ui/span-text";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { CancelDeploy } from "./cancel-deploy";
import { PartMissing } from "./part-missing";
import { markOf, useDeployWords } from "./use-deploy-words";

/** The newest deploys of the chosen service, by the host's own list. */
export function DeployTable({ view: { app, deploys, now }, may }: { view: DeploysView; may: boolean }) {
  const t = useTranslations("deploys.list");
  const words = useDeployWords();
  const columns: Column<DeployLine>[] = [
    {
      key: "status",
      head: t("column.status"),
      width: "24%",
      cell: ({ status, isLive, isLastGreen, isSuspected }) => (
        <State name={isSuspected ? "down" : markOf(status)}>
          {words.status(status)}
          {isLive ? ` · ${t("live")}` : ""}
          {isLastGreen ? ` · ${t("green")}` : ""}
          {isSuspected ? ` · ${t("suspected")}` : ""}
        </State>
      ),
    },
    {
      key: "commit",
      head: t("column.commit"),
      whole: ({ message, id }) => `${inert(message ?? "")} ${id}`,
      cell: ({ commit, message }) => (
        <>
          <span className="mono">{commit === null ? "–" : inert(commit.slice(0, 7))}</span>{" "}
          {inert(message?.split("\n")[0] ?? "")}
        </>
      ),
    },
    {
      key: "trigger",
      head: t("column.trigger"),
      width: "90px",
      cell: ({ trigger }) => words.trigger(trigger),
      onlyWide: true,
    },
    {
      key: "created",
      width: "190px",
      head: t("column.created"),
      cell: ({ createdAt }) => createdAt && <Time at={createdAt} now={now} shape="list" />,
    },
    {
      key: "took",
      head: t("column.took"),
      width: "90px",
      align: "right",
      cell: (line) => tookOf(line),
      onlyWide: true,
    },
    {
      key: "act",
      width: "150px",
      head: t("column.act"),
      align: "right",
      cell: ({ id, isUnderWay }) => (isUnderWay && app ? <CancelDeploy app={app} deploy={id} may={may} /> : null),
    },
  ];
  return (
    <Section title={t("title")} aside={t("aside")}>
      {deploys.ok ? (
        <Table
          caption={t("title")}
          columns={columns}
          rows={deploys.value}
          rowKey={({ id }) => id}
          rowState={({ isSuspected }) => (isSuspected ? "down" : undefined)}
          empty={<p className="soft">{t("none")}</p>}
          tight
        />
      ) : (
        <PartMissing refusal={deploys.refusal} />
      )}
    </Section>
  );
}

function tookOf({ createdAt, finishedAt }: DeployLine) {
  const seconds = (Date.parse(finishedAt ?? "") - Date.parse(createdAt ?? "")) / 1_000;
  return seconds >= 0 ? <SpanText seconds={seconds} tight /> : null;
}
