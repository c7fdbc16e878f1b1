import type { Route } from "../../kernel/routing";
import { liveDeploy } from "../deploy";
import type { Service } from "../hosted-service";
import { isOver, type Job } from "../jobs/job";
import { jobJson } from "../wire/job-json";
import { type Api, act, RenderRefusal, read, readObject, requireService } from "./call";
import { requireRunning } from "./deploys";
import { liesWithin, readList, readWindows, takePage } from "./query";

const PLAN_ID = "plan-srv-006";

/** One-off jobs. What they print is in the logs, under their own id. */
export function jobRoutes(api: Api): Route[] {
  return [
    act(api, "POST /services/:id/jobs", (exchange) => {
      const service = requireService(api, exchange.params.id);
      const { startCommand, planId = PLAN_ID } = readObject(exchange);
      if (typeof startCommand !== "string" || startCommand.trim() === "")
        throw new RenderRefusal(400, "startCommand is required");
      if (typeof planId !== "string") throw new RenderRefusal(400, "invalid planId");
      requireRunning(service, 400);
      if (!liveDeploy(service.deploys, api.platform.now()))
        throw new RenderRefusal(400, "service has no successful build");
      const job = api.jobs.run(service, { startCommand, planId });
      // As in recorded answers: it has no status yet.
      return { status: 201, json: { ...jobJson(service, job), status: null } };
    }),
    read(api, "/services/:id/jobs", ({ params, query }) => {
      const service = requireService(api, params.id);
      return takePage(selectJobs(service, query), query).map(({ row, cursor }) => ({
        job: jobJson(service, row),
        cursor,
      }));
    }),
    read(api, "/services/:id/jobs/:jobId", ({ params }) => {
      const service = requireService(api, params.id);
      return jobJson(service, requireJob(api, params.jobId, service).job);
    }),
    act(api, "POST /services/:id/jobs/:jobId/cancel", ({ params }) => {
      const service = requireService(api, params.id);
      const { job } = requireJob(api, params.jobId, service);
      if (isOver(job)) throw new RenderRefusal(400, `job cannot be canceled: it has ${job.status}`);
      api.jobs.cancel(service, job);
      return { status: 200, json: jobJson(service, job) };
    }),
  ];
}

/** Newest first. */
function selectJobs(service: Service, query: URLSearchParams): Job[] {
  const statuses = readList(query, "status");
  const windows = readWindows(query, ["created", "started", "finished"]);
  return service.jobs.toReversed().filter((job) => {
    const shown = jobJson(service, job);
    return (statuses.length === 0 || statuses.includes(String(shown.status))) && liesWithin(shown, windows);
  });
}

/** @param of the service that it must belong to; any, when absent */
export function requireJob({ platform }: Api, id: string | undefined, of?: Service): { service: Service; job: Job } {
  for (const service of of ? [of] : platform.services()) {
    const job = service.jobs.find((each) => each.id === id);
    if (job) return { service, job };
  }
  throw new RenderRefusal(404, `not found: ${id}`);
}
