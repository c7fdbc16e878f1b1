import type { Clock } from "../../kernel/clock";
import { liveDeploy } from "../deploy";
import { envOf } from "../environment";
import type { Service } from "../hosted-service";
import { newId } from "../ids";
import { createAlarms } from "./alarms";
import { type Execution, isOver, type Job, type JobStatus, type Machine } from "./job";
import { notFound, says, syntaxError, wordsOf } from "./shell";

/** Runs one-off jobs, each a moment after it was made. */
export type JobRunner = {
  /** Tells what is installed on a service. */
  install(slug: string, machine: Machine): void;
  run(service: Service, order: { startCommand: string; planId: string }): Job;
  cancel(service: Service, job: Job): void;
  reset(): void;
  close(): void;
};

const STARTS_AFTER_MS = 1_000;
/** It takes that long to boot the app; the work itself comes at the end. */
const BOOTS_FOR_MS = 2_000;
const KILLED = 137;

export function createJobRunner(clock: Clock): JobRunner {
  const machines = new Map<string, Machine>();
  const alarms = createAlarms(clock);

  async function execute({ slug }: Service, { startCommand, env }: Job): Promise<Execution> {
    const words = wordsOf(startCommand);
    if (!words) return syntaxError();
    const [program = ""] = words;
    return (await machines.get(slug)?.(words, env)) ?? notFound(program);
  }

  async function work(service: Service, job: Job): Promise<void> {
    if (isOver(job) || job.fate === "stuck") return;
    const killed = says(KILLED, "Killed");
    const execution =
      job.fate === "killed" ? killed : await execute(service, job).catch((error: unknown) => says(1, String(error)));
    // Somebody may have canceled it meanwhile; what it did is done all the same.
    if (isOver(job)) return;
    if (job.fate !== "silent") write(job, execution.lines);
    const { exitCode } = job.fate === "killed_after" ? killed : execution;
    if (exitCode !== 0) write(job, says(1, `==> Exited with status ${exitCode}`).lines);
    job.exitCode = exitCode;
    end(service, job, exitCode === 0 ? "succeeded" : "failed");
  }

  function end(service: Service, job: Job, status: JobStatus): void {
    job.status = status;
    job.finishedAt = clock.now();
    if (job.fate === "untold") return;
    const reason = job.exitCode === KILLED ? { oomKilled: { memoryLimit: "2GB" } } : { nonZeroExit: job.exitCode };
    const details = { jobId: job.id, status, ...(status === "failed" && { reason: { evicted: false, ...reason } }) };
    service.happenings.push({ at: job.finishedAt, type: "job_run_ended", details });
  }

  function write(job: Job, lines: Execution["lines"]): void {
    for (const line of lines) job.lines.push({ ...line, at: Math.max(clock.now(), (job.lines.at(-1)?.at ?? 0) + 1) });
  }

  return {
    install: (slug, machine) => void machines.set(slug, machine),
    run(service, { startCommand, planId }) {
      const createdAt = clock.now();
      const live = liveDeploy(service.deploys, createdAt);
      const job: Job = {
        id: newId("job"),
        startCommand,
        planId,
        status: "pending",
        createdAt,
        startedAt: null,
        finishedAt: null,
        exitCode: null,
        fate: service.trouble.nextJob,
        env: live ? envOf(service, live) : {},
        lines: [],
      };
      service.trouble.nextJob = null;
      service.jobs.push(job);
      const startsAt = createdAt + STARTS_AFTER_MS;
      alarms.at(startsAt, () => {
        if (isOver(job)) return;
        job.status = "running";
        job.startedAt = startsAt;
        write(job, says(0, `==> Running '${startCommand}'`).lines);
      });
      alarms.at(startsAt + BOOTS_FOR_MS, () => void work(service, job));
      return job;
    },
    cancel: (service, job) => end(service, job, "canceled"),
    reset: () => alarms.clear(),
    close: () => alarms.close(),
  };
}
