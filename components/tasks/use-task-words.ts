"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { isTaskOver } from "@/lib/tasks/rules/follow";
import { type TaskLine, type TaskState, taskName } from "@/lib/tasks/shapes";
import type { StateName } from "../ui/mark";

/** What a task does and where it is, in the reader's words. */
export function useTaskWords(): {
  name: (line: Pick<TaskLine, "task" | "given">) => string;
  state: (state: TaskState) => string;
} {
  const t = useTranslations("tasks");
  const name = ({ task, given }: Pick<TaskLine, "task" | "given">): string => {
    const known = taskName.safeParse(task);
    return known.success ? t(`name.${known.data}`, { given: given.map(inert).join(", ") }) : inert(task);
  };
  return { name, state: (state) => t(`state.${state}`) };
}

/** How a task stands, as a mark. */
export function taskMark(state: TaskState): StateName {
  if (state === "proved") return "ok";
  if (state === "canceled") return "unknown";
  return isTaskOver(state) ? "down" : "moving";
}
