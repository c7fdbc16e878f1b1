"use client";

import { useTranslations } from "next-intl";
import type { TriageView } from "@/lib/live/shapes";
import { inOrder } from "@/lib/triage/rules/evidence-order";
import { kindOf } from "@/lib/triage/shapes";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { useProbeName } from "./use-probe-name";

type Live = { probe: string; deploy: string; at: string };

/** What serves now of each app, by the host, the newest first. */
export function Deploys({ view: { triage, apps, now } }: { view: TriageView }) {
  const t = useTranslations("triagePage.deploys");
  const name = useProbeName(apps);
  const live = inOrder(triage.evidence).flatMap(({ probe, value }): Live[] =>
    kindOf(probe) === "render" && typeof value?.deploy === "string" && typeof value.deployedAt === "string"
      ? [{ probe, deploy: value.deploy, at: value.deployedAt }]
      : [],
  );
  const app = (probe: string): string => apps.find(({ id }) => probe === `render/${id}`)?.name ?? name(probe);
  const columns: Column<Live>[] = [
    {
      key: "app",
      head: t("app"),
      cell: ({ probe, deploy }) => (
        <>
          {app(probe)} <span className="sub mono">{deploy}</span>
          {triage.suspectedDeploys.some((each) => each.deploy === deploy) ? (
            <State name="down">{t("suspected")}</State>
          ) : null}
        </>
      ),
    },
    { key: "since", head: t("since"), align: "right", cell: ({ at }) => <Time at={at} now={now} shape="instant" /> },
  ];
  return (
    <Section title={t("title")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={live.toSorted((one, other) => other.at.localeCompare(one.at))}
        rowKey={({ probe }) => probe}
        tight
        empty={<p className="soft">{t("none")}</p>}
      />
    </Section>
  );
}
