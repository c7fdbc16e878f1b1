"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { isTaskOver } from "@/lib/tasks/rules/follow";
import type { TaskLine, TasksView } from "@/lib/tasks/shapes";
import { StopAct } from "../operation/stop-act";
import { Button } from "../ui/button";
import { SpanText } from "../ui/span-text";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import type { ReadJobLog } from "./use-job-log";
import { taskMark, useTaskWords } from "./use-task-words";

type Props = {
  view: TasksView;
  caption: string;
  none: string;
  /** Whether the reader may stop a job and read what it printed. */
  may: boolean;
  /** Whose log is open, and how to open another. */
  log: ReadJobLog;
};

/** One-off jobs that were started from here, newest first. */
export function TaskTable({ view: { tasks, now }, caption, none, may, log }: Props) {
  const t = useTranslations("tasks");
  const names = useTranslations("operations.names.job.cancel");
  const words = useTaskWords();
  const columns: Column<TaskLine>[] = [
    {
      key: "what",
      head: t("column.what"),
      cell: (line) => (
        <Link prefetch={false} href={`/operations/${line.requestId}`}>
          {words.name(line)}
        </Link>
      ),
    },
    {
      key: "state",
      head: t("column.state"),
      width: "22%",
      cell: ({ state }) => <State name={taskMark(state)}>{words.state(state)}</State>,
    },
    { key: "by", head: t("column.by"), width: "110px", cell: ({ by }) => inert(by), onlyWide: true },
    {
      key: "started",
      head: t("column.started"),
      width: "190px",
      cell: ({ startedAt }) => <Time at={startedAt} now={now} shape="list" />,
    },
    { key: "took", head: t("column.took"), width: "80px", align: "right", cell: tookOf, onlyWide: true },
    {
      key: "act",
      head: t("column.act"),
      width: "170px",
      align: "right",
      cell: ({ requestId, state, jobId }) =>
        jobId === null ? null : isTaskOver(state) ? (
          may && (
            <Button size="small" onClick={() => void log.read(requestId)}>
              {t("log.read")}
            </Button>
          )
        ) : (
          <StopAct operation="job.cancel" input={{ request: requestId }} verb={names("verb")} may={may} />
        ),
    },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={tasks}
      rowKey={({ requestId }) => requestId}
      selected={({ requestId }) => requestId === log.request}
      empty={<p className="soft">{none}</p>}
      tight
    />
  );
}

function tookOf({ startedAt, finalAt }: TaskLine) {
  const seconds = (Date.parse(finalAt ?? "") - Date.parse(startedAt)) / 1_000;
  return seconds >= 0 ? <SpanText seconds={seconds} tight /> : null;
}
