"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import type { TasksView } from "@/lib/tasks/shapes";
import { useLive } from "../console/use-live";
import { announce } from "../ui/announce";
import { Section } from "../ui/section";
import { JobLog } from "./job-log";
import { TaskTable } from "./task-table";
import { useJobLog } from "./use-job-log";
import { useTaskWords } from "./use-task-words";

type Props = {
  initial: TasksView;
  /** One user of the identity provider's; without one, all. */
  user?: string;
  title: string;
  aside?: string;
  none: string;
  may: boolean;
  /** What can be asked for here, and what is said of it. */
  children?: ReactNode;
};

const pauseMs = ({ tasks }: TasksView): number => (tasks.some(({ finalAt }) => finalAt === null) ? 2_000 : 15_000);

/** One-off jobs with what they printed on demand, kept fresh: our own rows, nothing is asked of the host for it. */
export function LiveTasks({ initial, user, title, aside, none, may, children }: Props) {
  const words = useTaskWords();
  const { data: view } = useLive<TasksView>("tasks", user === undefined ? {} : { user }, initial, pauseMs);
  const log = useJobLog();
  const [newest] = view.tasks;
  const said = newest ? `${words.name(newest)}: ${words.state(newest.state)}` : "";
  const shown = useRef(said);
  useEffect(() => {
    if (shown.current === said) return;
    shown.current = said;
    announce(said);
  }, [said]);
  const read = view.tasks.find(({ requestId }) => requestId === log.request);
  return (
    <Section title={title} aside={aside}>
      {children}
      <TaskTable view={view} caption={title} none={none} may={may} log={log} />
      {read ? <JobLog log={log} name={words.name(read)} now={view.now} /> : null}
    </Section>
  );
}

/** All of them, on the page of the app beside which they run. */
export function TasksPart({ initial, may, children }: Pick<Props, "initial" | "may" | "children">) {
  const t = useTranslations("tasks");
  return (
    <LiveTasks initial={initial} title={t("title")} aside={t("aside")} none={t("none")} may={may}>
      {children}
    </LiveTasks>
  );
}
