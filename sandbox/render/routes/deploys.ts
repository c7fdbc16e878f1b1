import type { Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { cancelDeploy, type Deploy, endOf, liveAt, liveDeploy, statusOf } from "../deploy";
import { headOf, isUnderWay, keptArtifacts, type Order, orderDeploy } from "../deploying";
import type { Service } from "../hosted-service";
import { deployJson } from "../wire/deploy-json";
import { type Api, act, RenderRefusal, readObject, requireDeploy, requireService } from "./call";

/** What can be done about deploys. */
export function deployRoutes(api: Api): Route[] {
  const now = () => api.platform.now();
  return [
    act(api, "POST /services/:id/deploys", (exchange) => {
      const service = requireService(api, exchange.params.id);
      const order = readOrder(service, exchange, now());
      requireRunning(service, 409);
      const waits = isUnderWay(service, now());
      const deploy = orderDeploy(service, { trigger: "api", ...order }, now());
      return waits ? { status: 202 } : { status: 201, json: deployJson(deploy, service.deploys, now()) };
    }),
    act(api, "POST /services/:id/rollback", (exchange) => {
      const service = requireService(api, exchange.params.id);
      const { deployId } = readObject(exchange);
      if (typeof deployId !== "string") throw new RenderRefusal(400, "deployId is required");
      const target = requireDeploy(service, deployId);
      requireRunning(service, 400);
      requireGreen(service, target, now());
      const { commit, artifact } = target;
      const deploy = orderDeploy(service, { commit, artifact, trigger: "rollback" }, now());
      return { status: 201, json: deployJson(deploy, service.deploys, now()) };
    }),
    act(api, "POST /services/:id/deploys/:deployId/cancel", ({ params }) => {
      const service = requireService(api, params.id);
      const deploy = requireDeploy(service, params.deployId);
      const status = statusOf(deploy, service.deploys, now());
      if (endOf(deploy) <= now()) throw new RenderRefusal(400, `deploy cannot be canceled: it is ${status}`);
      cancelDeploy(service.deploys, deploy, now());
      return { status: 200, json: deployJson(deploy, service.deploys, now()) };
    }),
  ];
}

function readOrder(service: Service, exchange: Exchange, now: number): Order {
  if (exchange.body.length === 0) throw new RenderRefusal(400, "a body is required");
  const { clearCache, commitId, imageUrl, deployMode = "build_and_deploy" } = readObject(exchange);
  if (clearCache !== undefined && clearCache !== "clear" && clearCache !== "do_not_clear")
    throw new RenderRefusal(400, "invalid clearCache: must be clear or do_not_clear");
  if (imageUrl !== undefined) throw new RenderRefusal(400, "imageUrl is only for image-backed services");
  const live = liveDeploy(service.deploys, now);
  if (deployMode === "deploy_only") {
    if (clearCache !== undefined || commitId !== undefined)
      throw new RenderRefusal(400, "deploy_only excludes commitId and clearCache");
    return { commit: live?.commit ?? null, artifact: live?.artifact };
  }
  if (deployMode !== "build_and_deploy") throw new RenderRefusal(400, "invalid deployMode");
  if (commitId === undefined) return { commit: headOf(service) };
  const commit = service.deploys.find((each) => each.commit?.id === commitId)?.commit;
  if (!commit) throw new RenderRefusal(400, "commit not found");
  return { commit };
}

/** Only what once served, does no more, and was kept can serve again. */
function requireGreen(service: Service, target: Deploy, now: number): void {
  if ((liveAt(target) ?? Number.POSITIVE_INFINITY) > now)
    throw new RenderRefusal(400, `cannot roll back to ${target.id}: it was never live`);
  if (liveDeploy(service.deploys, now) === target)
    throw new RenderRefusal(400, `cannot roll back to ${target.id}: it is live`);
  if (!keptArtifacts(service, now).has(target.artifact))
    throw new RenderRefusal(400, `cannot roll back to ${target.id}: its build artifact has expired`);
}

export function requireRunning({ suspensions }: Service, status: 400 | 409): void {
  if (suspensions.length > 0) throw new RenderRefusal(status, "service is suspended");
}
