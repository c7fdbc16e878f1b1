"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { DeploysView, ServiceLine } from "@/lib/deploys/shapes";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

const details = ["suspended", "stuck_crashlooping", "errors", "slow", "deploy_failed", "credential_refused"] as const;

/** Every service that runs at the host, by the worker's last look. */
export function ServiceTable({ view: { services, app, suspicions, now } }: { view: DeploysView }) {
  const t = useTranslations("deploys.services");
  const said = ({ detail }: ServiceLine): string | undefined =>
    detail === null ? undefined : t(`detail.${details.find((each) => each === detail) ?? "other"}`);
  const columns: Column<ServiceLine>[] = [
    {
      key: "app",
      head: t("column.app"),
      cell: (line) => (
        <Link prefetch={false} href={`/deploys?app=${line.app}`}>
          {inert(line.name)}
        </Link>
      ),
    },
    { key: "state", head: t("column.state"), cell: (line) => <State name={line.status}>{said(line)}</State> },
    {
      key: "live",
      head: t("column.live"),
      cell: ({ deploy }) =>
        suspicions.some((each) => each.deploy === deploy) ? (
          <State name="down">
            <span className="mono">{deploy}</span>
          </State>
        ) : (
          deploy && <span className="mono">{deploy}</span>
        ),
    },
    {
      key: "green",
      head: t("column.green"),
      cell: ({ lastGreen }) => lastGreen && <span className="mono">{lastGreen}</span>,
      onlyWide: true,
    },
    {
      key: "since",
      head: t("column.since"),
      align: "right",
      cell: ({ deployedAt }) => deployedAt && <Time at={deployedAt} now={now} shape="list" />,
    },
  ];
  return (
    <Section title={t("title")} aside={t("aside")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={services}
        rowKey={(line) => line.app}
        rowState={(line) => (line.status === "down" ? "down" : undefined)}
        selected={(line) => line.app === app}
        empty={<p className="soft">{t("none")}</p>}
      />
    </Section>
  );
}
