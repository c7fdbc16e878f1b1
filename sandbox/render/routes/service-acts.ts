import type { Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { liveDeploy } from "../deploy";
import { orderDeploy } from "../deploying";
import type { Service } from "../hosted-service";
import { serviceJson } from "../wire/service-json";
import { type Api, act, RenderRefusal, readObject, requireService } from "./call";
import { requireRunning } from "./deploys";

/** Suspenders that the workspace itself can send away. */
const OURS = ["user", "stuck_crashlooping"];

/** What can be done to a service as a whole. */
export function serviceActRoutes(api: Api): Route[] {
  const now = () => api.platform.now();
  return [
    act(api, "POST /services/:id/restart", ({ params }) => {
      const service = requireService(api, params.id);
      requireRunning(service, 400);
      restart(service, now());
      return { status: 200 };
    }),
    act(api, "POST /services/:id/suspend", ({ params }) => {
      suspend(requireService(api, params.id), now());
      return { status: 202 };
    }),
    act(api, "POST /services/:id/resume", ({ params }) => {
      resume(requireService(api, params.id), now());
      return { status: 202 };
    }),
    act(api, "PATCH /services/:id", (exchange) => {
      const service = requireService(api, exchange.params.id);
      change(service, readChanges(service, exchange), now());
      return { status: 200, json: serviceJson(service, now()) };
    }),
  ];
}

/** Every instance starts anew on the live deploy, also one that had stayed behind. What was changed since waits for a deploy. */
function restart(service: Service, now: number): void {
  service.restartedAt = now;
  service.trouble.laggards = null;
  service.happenings.push({ at: now, type: "server_restarted", details: { triggeredByUser: null } });
}

function suspend(service: Service, now: number): void {
  if (service.suspensions.some(({ suspender }) => suspender === "user")) return;
  service.suspensions.push({ suspender: "user", at: now });
  service.happenings.push({ at: now, type: "service_suspended", details: {} });
}

function resume(service: Service, now: number): void {
  const { suspensions } = service;
  if (suspensions.length === 0) return;
  const foreign = suspensions.find(({ suspender }) => !OURS.includes(suspender));
  if (foreign) throw new RenderRefusal(400, `service is suspended by ${foreign.suspender}`);
  const removed = suspensions.map(({ suspender }) => ({
    at: now,
    type: "suspender_removed",
    details: { actor: suspender },
  }));
  service.happenings.push(...removed, { at: now, type: "service_resumed", details: {} });
  service.suspensions = [];
  const live = liveDeploy(service.deploys, now);
  if (live) orderDeploy(service, { commit: live.commit, artifact: live.artifact, trigger: "service_resumed" }, now);
}

type Changes = { autoDeploy?: Service["autoDeploy"]; maintenance?: { enabled: boolean; uri: string } };

/** Of everything that can be changed this sandbox knows two settings, and refuses the others aloud. */
function readChanges(service: Service, exchange: Exchange): Changes {
  const { autoDeploy, autoDeployTrigger, serviceDetails, ...others } = readObject(exchange);
  const { maintenanceMode, ...details } = (serviceDetails ?? {}) as Record<string, unknown>;
  const [unknown] = [...Object.keys(others), ...Object.keys(details)];
  if (unknown !== undefined) throw new RenderRefusal(400, `invalid ${unknown}: the sandbox does not change it`);
  return {
    ...readAutoDeploy(autoDeploy, autoDeployTrigger),
    ...(maintenanceMode !== undefined && { maintenance: readMaintenance(service, maintenanceMode) }),
  };
}

function readAutoDeploy(autoDeploy: unknown, trigger: unknown): Changes {
  const meant = trigger ?? autoDeploy;
  if (meant === "yes" || meant === "commit" || meant === "checksPass") return { autoDeploy: "yes" };
  if (meant === "no" || meant === "off") return { autoDeploy: "no" };
  if (autoDeploy === undefined && trigger === undefined) return {};
  throw new RenderRefusal(400, "invalid autoDeploy: must be yes or no");
}

function readMaintenance({ type }: Service, given: unknown): { enabled: boolean; uri: string } {
  if (type !== "web_service") throw new RenderRefusal(400, "maintenance mode is only for web services");
  const { enabled, uri } = (given ?? {}) as Record<string, unknown>;
  if (typeof enabled === "boolean" && typeof uri === "string") return { enabled, uri };
  throw new RenderRefusal(400, "invalid maintenanceMode: enabled and uri are required");
}

function change(service: Service, { autoDeploy, maintenance }: Changes, now: number): void {
  if (autoDeploy !== undefined && autoDeploy !== service.autoDeploy) {
    service.autoDeploy = autoDeploy;
    service.autoDeploySetAt = now;
  }
  if (maintenance !== undefined) {
    const was = service.maintenance;
    service.maintenance = maintenance.enabled ? { since: was?.since ?? now, uri: maintenance.uri } : null;
    if ((was !== null) !== maintenance.enabled)
      service.happenings.push({
        at: now,
        type: "maintenance_mode_enabled",
        details: { enabled: maintenance.enabled },
      });
  }
  service.updatedAt = now;
}
