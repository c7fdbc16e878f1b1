"use client";

import { useTranslations } from "next-intl";
import { type LadderApp, type Rung, rungs } from "@/lib/app-bypass/shapes";
import { inert } from "@/lib/core/text";
import { useShell } from "../console/live-frame";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { TimeLeft } from "../ui/time-left";
import { useEndAppBypass } from "./use-end-app-bypass";

/** Which apps take people in without Clerk now, and who would gain what at each rung. */
export function AppLadder({ apps }: { apps: readonly LadderApp[] }) {
  const t = useTranslations("appBypass");
  const steps: Column<Rung>[] = [
    { key: "rung", head: t("ladder.rung"), width: "190px", cell: (rung) => t(`rung.${rung}`) },
    { key: "gains", head: t("ladder.gains"), cell: (rung) => t(`ladder.${rung}`) },
  ];
  return (
    <Section title={t("title")} aside={t("aside")} id="apps">
      <p className="soft">{t("summary")}</p>
      <Apps apps={apps} />
      <Table caption={t("ladder.title")} captionShown columns={steps} rows={rungs} rowKey={(rung) => rung} />
    </Section>
  );
}

function Apps({ apps }: { apps: readonly LadderApp[] }) {
  const [t, rungNames] = [useTranslations("appBypass.apps"), useTranslations("appBypass.rung")];
  const { view } = useShell();
  const { now, appBypasses } = view;
  const liveOf = (id: string) => appBypasses.find(({ app }) => app === id);
  const columns: Column<LadderApp>[] = [
    {
      key: "app",
      head: t("app"),
      cell: ({ id, name }) => (
        <>
          {inert(name)} <code className="quiet">{id}</code>
        </>
      ),
    },
    {
      key: "state",
      head: t("state"),
      width: "190px",
      cell: ({ id }) => {
        const live = liveOf(id);
        return live ? <State name="down">{rungNames(live.rung)}</State> : <State name="ok">{t("closed")}</State>;
      },
    },
    {
      key: "asked",
      head: t("asked"),
      width: "190px",
      cell: ({ tokenMadeAt, lastAskedAt }) => {
        if (lastAskedAt !== null) return <Time at={lastAskedAt} now={now} shape="list" />;
        return <span className="quiet">{t(tokenMadeAt === null ? "noToken" : "never")}</span>;
      },
    },
    {
      key: "left",
      head: t("left"),
      width: "110px",
      align: "right",
      cell: ({ id }) => {
        const live = liveOf(id);
        return live ? <TimeLeft until={live.endsAt} now={now} /> : null;
      },
    },
    {
      key: "act",
      head: <span className="sr">{t("act")}</span>,
      width: "130px",
      cell: ({ id, name }) => {
        const live = liveOf(id);
        return live && view.mayEndGrants ? <EndOne id={live.id} appName={name} /> : null;
      },
    },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={apps}
      rowKey={({ id }) => id}
      empty={<p className="soft">{t("none")}</p>}
    />
  );
}

function EndOne(about: { id: string; appName: string }) {
  const names = useTranslations("operations.names.app-bypass.end");
  const { busy, end } = useEndAppBypass(about);
  return (
    <span className="row-acts">
      <Button
        size="small"
        gates="stop"
        busy={busy}
        aria-label={names("title", { subject: inert(about.appName) })}
        onClick={end}
      >
        {names("verb")}
      </Button>
    </span>
  );
}
