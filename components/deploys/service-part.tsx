"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { DeploysView, FollowLine } from "@/lib/deploys/shapes";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { PartMissing } from "./part-missing";
import { followMark, useDeployWords } from "./use-deploy-words";

/** The chosen service as a whole: whether it runs, whether pushes deploy, whether people see the maintenance page. */
export function ServicePart({ view: { service }, name }: { view: DeploysView; name: string }) {
  const t = useTranslations("deploys.state");
  if (!service.ok)
    return (
      <Section title={inert(name)}>
        <PartMissing refusal={service.refusal} />
      </Section>
    );
  const { suspended, suspenders, autoDeploy, maintenance } = service.value;
  const word = (on: boolean | null): string => (on === null ? t("unsaid") : t(on ? "on" : "off"));
  return (
    <Section title={inert(name)}>
      <Facts>
        <Fact term={t("host")}>
          {suspended ? (
            <State name="down">{t("suspendedBy", { by: suspenders.map(inert).join(", ") || "–" })}</State>
          ) : (
            <State name="ok">{t("runs")}</State>
          )}
        </Fact>
        <Fact term={t("autoDeploy")}>{word(autoDeploy)}</Fact>
        <Fact term={t("maintenance")}>{word(maintenance)}</Fact>
      </Facts>
    </Section>
  );
}

/** What was asked of the host from here, and where it is. */
export function FollowList({ view: { follows, now } }: { view: DeploysView }) {
  const t = useTranslations("deploys.follow");
  const names = useTranslations("operations.names");
  const words = useDeployWords();
  const columns: Column<FollowLine>[] = [
    {
      key: "what",
      head: t("column.what"),
      cell: ({ requestId, operation }) => (
        <Link prefetch={false} href={`/operations/${requestId}`}>
          {names(`${operation}.verb` as "delivery.retry.verb")}
        </Link>
      ),
    },
    {
      key: "state",
      head: t("column.state"),
      cell: (line) => <State name={followMark(line)}>{words.follow(line)}</State>,
    },
    {
      key: "since",
      head: t("column.since"),
      align: "right",
      cell: ({ startedAt }) => <Time at={startedAt} now={now} shape="list" />,
    },
  ];
  return (
    <Section title={t("title")} aside={t("aside")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={follows}
        rowKey={({ requestId }) => requestId}
        empty={<p className="soft">{t("none")}</p>}
        tight
      />
    </Section>
  );
}
