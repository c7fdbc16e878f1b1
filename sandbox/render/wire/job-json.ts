import type { Service } from "../hosted-service";
import type { Job } from "../jobs/job";
import { instant } from "./instant";

/** A job as Render shows it: how it exited and what it printed is not part of it. */
export function jobJson({ id: serviceId }: Service, job: Job): Record<string, unknown> {
  const untold = job.fate === "untold";
  return {
    id: job.id,
    serviceId,
    startCommand: job.startCommand,
    planId: job.planId,
    status: untold ? null : job.status,
    createdAt: instant(job.createdAt),
    startedAt: untold || job.startedAt === null ? null : instant(job.startedAt),
    finishedAt: untold || job.finishedAt === null ? null : instant(job.finishedAt),
  };
}
