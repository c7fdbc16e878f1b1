import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import type { Route } from "../kernel/routing";
import { serve } from "../kernel/server";
import { renderControl } from "./control";
import { createLimits } from "./limits";
import { PLAINLY } from "./metrics";
import { createPlatform, type Platform } from "./platform";
import { type Api, failure } from "./routes/call";
import { serviceRoutes } from "./routes/hosted-services";
import { logRoutes } from "./routes/logs";
import { metricRoutes } from "./routes/metrics";
import { seedServices } from "./seed/hosted-services";

export type Render = Part & { platform: Platform; controlRoutes: Route[] };

export type RenderConfig = {
  renderApiKey: string;
  ports: { render: number; identityProvider: number; targetApps: number };
};

/** Starts Render's API. What runs there goes on without it: the platform is only asked. */
export async function startRender(kernel: Kernel, { renderApiKey, ports }: RenderConfig): Promise<Render> {
  const urlOf = (id: string) =>
    id === "identity-provider"
      ? `http://127.0.0.1:${ports.identityProvider}`
      : `http://127.0.0.1:${ports.targetApps}/${id}`;
  const platform = createPlatform(kernel.clock, (now) => seedServices(now, urlOf));
  const api: Api = { platform, limits: createLimits(), apiKey: renderApiKey, telling: { ...PLAINLY } };
  const listener = await serve(
    {
      name: "render",
      contentType: "application/json; charset=utf-8",
      routes: [...serviceRoutes(api), ...metricRoutes(api), ...logRoutes(api)],
      faultName: ({ path }) => (/^\/v1\/(metrics|logs)/.test(path) ? [`render/${path.split("/")[2]}`] : []),
      failure: (status, exchange) => failure(api, status, exchange),
      // It tells the seconds in a header of its own.
      saysRetryAfter: false,
    },
    ports.render,
    kernel,
  );
  return {
    platform,
    controlRoutes: renderControl(platform, api.telling),
    async reset() {
      platform.reset();
      api.limits.reset();
      Object.assign(api.telling, PLAINLY);
    },
    close: () => listener.close(),
  };
}
