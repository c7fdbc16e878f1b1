import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { createHostedJob, listHostedJobs } from "@/lib/connectors/render/jobs";
import type { Json } from "@/lib/core/canonical";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { enqueue } from "@/lib/jobs/enqueue";
import type { StoredRequest } from "@/lib/requests/shapes";
import { findTaskHost, type TaskHost } from "@/lib/tasks/queries/find-task-host";
import { findTaskFollow, isUnderWay, type TaskFollow } from "@/lib/tasks/queries/list-tasks";
import { jobsListed, lookAtTask } from "@/lib/tasks/queries/look-at-task";
import type { TaskName } from "@/lib/tasks/rules/catalogue";
import { commandOf } from "@/lib/tasks/rules/command";
import { isTaskDecided } from "@/lib/tasks/rules/follow";
import { taskGiven, taskName } from "@/lib/tasks/shapes";
import { acceptTaskFollow, keepTaskFollow, observeTask, refuseTaskFollow } from "@/lib/tasks/writes/follow";
import type { Context, Outcome, Preview, Reconciled } from "../define";
import { NotAnswered } from "../deploys/ask-host";
import { provedOutcome } from "./proved-outcome";

/** What is frozen of a task: its name and arguments, never a command. That is built anew from the catalogue when it runs. */
const frozenTask = z.strictObject({ app: appId, serviceId: z.string(), task: taskName, given: taskGiven });

/** A task as it would run, and what is said of it before. `version`: of what it is about, beside the app. */
export type Wanted = Omit<Preview, "fingerprint" | "target"> & {
  task: TaskName;
  given: readonly string[];
  version?: string;
};

/**
 * What a catalogue task would do, where it would run.
 * @refuses app_not_found, service_not_hosted, service_suspended, invalid_input, task_under_way, and how the host failed
 */
export async function previewTask({ actor }: Context, wanted: (host: TaskHost) => Wanted): Promise<Result<Preview>> {
  const host = await findTaskHost(actor);
  if (!host.ok) return host;
  const { app, serviceId } = host.value;
  const { task, given, version = "", ...shown } = wanted(host.value);
  const command = commandOf(task, given);
  if (!command.ok) return command;
  if (await isUnderWay(actor, serviceId, command.value)) return refuse("task_under_way");
  return ok({
    ...shown,
    fingerprint: `${serviceId} ${app.version} ${version}`,
    target: { app: app.id, serviceId, task, given: [...given] },
  });
}

/**
 * Starts a task as a one-off job: written down with what the host lists, asked for once, and handed to the worker once the host has
 * taken it.
 * @param beside what else is written down in the moment before the call
 * @refuses task_under_way, and what the host refuses or never heard of
 * @throws NotAnswered where nobody knows whether it was heard: nothing is asked again
 */
export async function runTask(
  { request }: { request: StoredRequest },
  frozen: Json,
  beside?: (tx: ConsoleTransaction) => Promise<void>,
): Promise<Result<Outcome>> {
  const { app, serviceId, task, given } = frozenTask.parse(frozen);
  const command = commandOf(task, given); // guard: command-from-catalogue
  if (!command.ok) return command;
  const listed = told(await listHostedJobs(serviceId, jobsListed));
  if (!listed.ok) return listed;
  const { id: requestId, operation } = request;
  const follow = { requestId, appId: app, serviceId, operation, task, given, command: command.value };
  const knownJobs = listed.value.map(({ id }) => id);
  const kept = await consoleDb().$transaction(async (tx) => {
    const isFirst = await keepTaskFollow(tx, { ...follow, knownJobs });
    if (isFirst) await beside?.(tx);
    return isFirst;
  });
  if (!kept) return refuse("task_under_way"); // guard: one-at-a-time
  const answer = await createHostedJob(serviceId, command.value);
  if (!answer.ok) {
    if (answer.failure.kind === "unknown_outcome") throw new NotAnswered(); // guard: task-never-repeated
    await consoleDb().$transaction((tx) => refuseTaskFollow(tx, requestId));
    return { ok: false, refusal: hostRefusal(answer.failure) };
  }
  const jobId = answer.value?.id ?? null;
  await handToWorker(requestId, jobId);
  return ok({
    summary: { key: "tasks.taken" },
    href: `/deploys?app=${app}`,
    facts: { app, task, given, jobId },
    goesOn: true,
  });
}

async function handToWorker(requestId: string, jobId: string | null): Promise<void> {
  await consoleDb().$transaction(async (tx) => {
    await acceptTaskFollow(tx, { requestId, jobId });
    await enqueue(tx, "task.follow", { requestId });
  });
}

/** How long the host may take to list what it was asked for: then it did not hear it. */
const showsWithinSeconds = 60;

/**
 * Finds out whether a call that was not answered was heard: by the host's list, and by what the world shows. What goes on is followed
 * from here on, and says by itself how it ends.
 */
export async function reconcileTask({ actor }: Context, request: StoredRequest): Promise<Reconciled> {
  const follow = await findTaskFollow(actor, request.id);
  if (!follow) return { happened: false };
  if (isTaskDecided(follow.state)) return decided(follow, follow.state === "proved");
  const seen = await lookAtTask(actor, follow, "at_once");
  if (!seen.ok) return { happened: "undecided" };
  const { state, jobId } = seen.value;
  if (jobId === null) {
    if (follow.ageSeconds < showsWithinSeconds) return { happened: "undecided" };
    await consoleDb().$transaction((tx) => refuseTaskFollow(tx, request.id));
    return { happened: false };
  }
  if (follow.state === "asked") await handToWorker(request.id, jobId);
  if (!isTaskDecided(state)) return { happened: "undecided" };
  await consoleDb().$transaction((tx) => observeTask(tx, { requestId: request.id, seen: seen.value }));
  return decided(follow, state === "proved");
}

async function decided({ requestId, appId: app }: TaskFollow, proved: boolean): Promise<Reconciled> {
  if (!proved) return { happened: false };
  const outcome = await consoleDb().$transaction((tx) => provedOutcome(tx, { requestId, app }));
  return { happened: true, outcome };
}
