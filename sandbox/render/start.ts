import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import type { Route } from "../kernel/routing";
import { type Exchange, serve } from "../kernel/server";
import { keyControl, renderControl } from "./control";
import { serviceControl } from "./control-services";
import { createJobRunner, type JobRunner } from "./jobs/runner";
import { classOf, createLimits } from "./limits";
import { PLAINLY } from "./metrics";
import { createPlatform, type Platform } from "./platform";
import { type Api, failure } from "./routes/call";
import { deployRoutes } from "./routes/deploys";
import { envVarRoutes } from "./routes/env-vars";
import { serviceRoutes } from "./routes/hosted-services";
import { jobRoutes } from "./routes/jobs";
import { logRoutes } from "./routes/logs";
import { metricRoutes } from "./routes/metrics";
import { serviceActRoutes } from "./routes/service-acts";
import { seedServices } from "./seed/hosted-services";

export type Render = Part & { platform: Platform; jobs: JobRunner; controlRoutes: Route[] };

export type RenderConfig = {
  renderApiKey: string;
  /** What the services hold of the customers' Clerk. */
  clerkSecretKey: string;
  ports: { render: number; identityProvider: number; targetApps: number; clerkManaged: number };
};

/** Starts Render's API. What runs there goes on without it: the platform is only asked. */
export async function startRender(kernel: Kernel, config: RenderConfig): Promise<Render> {
  const { renderApiKey, clerkSecretKey, ports } = config;
  const urlOf = (id: string) =>
    id === "identity-provider"
      ? `http://127.0.0.1:${ports.identityProvider}`
      : `http://127.0.0.1:${ports.targetApps}/${id}`;
  const clerk = { url: `http://127.0.0.1:${ports.clerkManaged}`, secretKey: clerkSecretKey };
  const platform = createPlatform(kernel.clock, (now) => seedServices(now, { urlOf, clerk }));
  const jobs = createJobRunner(kernel.clock);
  const api: Api = { platform, jobs, limits: createLimits(), apiKey: renderApiKey, telling: { ...PLAINLY } };
  const listener = await serve(
    {
      name: "render",
      contentType: "application/json; charset=utf-8",
      routes: routesOf(api),
      faultName: faultNamesOf,
      failure: (status, exchange) => failure(api, status, exchange),
      // It tells the seconds in a header of its own.
      saysRetryAfter: false,
    },
    ports.render,
    kernel,
  );
  return {
    platform,
    jobs,
    controlRoutes: [...keyControl(api, renderApiKey), ...renderControl(platform, api.telling), ...serviceControl(api)],
    async reset() {
      jobs.reset();
      platform.reset();
      api.limits.reset();
      Object.assign(api.telling, PLAINLY);
      api.apiKey = renderApiKey;
    },
    async close() {
      jobs.close();
      await listener.close();
    },
  };
}

function routesOf(api: Api): Route[] {
  const acts = [...deployRoutes(api), ...serviceActRoutes(api), ...envVarRoutes(api), ...jobRoutes(api)];
  return [...serviceRoutes(api), ...acts, ...metricRoutes(api), ...logRoutes(api)];
}

const ACTS: [call: RegExp, name: string][] = [
  [/^GET .*\/metrics\//, "metrics"],
  [/^GET .*\/env-vars/, "env-vars"],
  [/^(PUT|DELETE) .*\/env-vars/, "write-env"],
  [/^POST .*\/rollback$/, "rollback"],
  [/^POST .*\/deploys$/, "deploy"],
  [/^POST .*\/deploys\/[^/]+\/cancel$/, "cancel-deploy"],
  [/^POST .*\/jobs$/, "run-job"],
  [/^POST .*\/jobs\/[^/]+\/cancel$/, "cancel-job"],
  [/^POST .*\/restart$/, "restart"],
  [/^POST .*\/suspend$/, "suspend"],
  [/^POST .*\/resume$/, "resume"],
  [/^PATCH /, "settings"],
];

/** A request can be broken by the class that it is counted in, and by what it does. */
function faultNamesOf({ method, path }: Exchange): string[] {
  const [, name] = ACTS.find(([call]) => call.test(`${method} ${path}`)) ?? [];
  return [classOf({ method, path }), ...(name === undefined ? [] : [name])].map((part) => `render/${part}`);
}
