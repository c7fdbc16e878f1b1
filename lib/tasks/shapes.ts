import { z } from "zod";
import type { LogPage } from "@/lib/connectors/render/logs";
import type { Part } from "@/lib/deploys/shapes";
import { catalogue, type TaskName } from "./rules/catalogue";

export const taskName = z.enum(Object.keys(catalogue) as [TaskName, ...TaskName[]]);

/** Each has an alphabet of its own, by which the command is built; this is only how many and how long. */
export const taskGiven = z.array(z.string().max(64)).max(50);

/**
 * Where a task is. `asked`: the call went out, and nothing is known · `accepted`: the host took it · `succeeded`: so says the host, and
 * the world was not seen to agree yet · `proved`, `disproved`: it does, or it does not · `lost`: watched for an hour without an end ·
 * `unknown`: the host uses a word that we don't know.
 */
export const taskStates = [
  "asked",
  "accepted",
  "pending",
  "running",
  "succeeded",
  "proved",
  "disproved",
  "failed",
  "canceled",
  "refused",
  "lost",
  "unknown",
] as const;
export type TaskState = (typeof taskStates)[number];

/** @source Render API: job ids */
export const jobId = z.string().regex(/^job-[a-z0-9]{1,40}$/);

export const taskSeen = z.strictObject({ state: z.enum(taskStates), jobId: jobId.nullable() });
export type TaskSeen = z.infer<typeof taskSeen>;

/** A task as pages show it. Instants are ISO texts; `by` is who asked for it. */
export type TaskLine = {
  requestId: string;
  operation: string;
  task: string;
  given: string[];
  state: TaskState;
  jobId: string | null;
  by: string;
  startedAt: string;
  finalAt: string | null;
};

/** What a page of tasks keeps fresh, newest first. `app`: where they run; null where no app of ours is an identity provider. */
export type TasksView = { now: string; app: string | null; tasks: TaskLine[] };

/** What one job printed, newest first. */
export type JobLogView = Part<LogPage["lines"]>;
