import "server-only";
import type { Actor } from "@/lib/access/actor";
import { listHostedDeploys, readHostedDeploy } from "@/lib/connectors/render/deploys";
import { listInstances, readHostedService } from "@/lib/connectors/render/hosted-services";
import { ok, type Result } from "@/lib/core/errors";
import { deployOf, followOf, type Seen } from "../rules/follow";
import type { FollowSeen } from "../shapes";
import { deploysListed, told } from "./find-hosted";
import type { Follow } from "./list-follows";

/**
 * Where a change is that was asked of the host: with one read, or two where its instances count. A deploy whose id nobody told us is
 * looked for among those that were not there before.
 */
export async function lookAtHost(_actor: Actor, follow: Follow): Promise<Result<FollowSeen>> {
  const seen = await readOf(follow);
  return seen.ok ? ok(followOf(follow, seen.value)) : seen;
}

async function readOf(follow: Follow): Promise<Result<Seen>> {
  const { aim, serviceId, deployId } = follow;
  if (aim === "suspended" || aim === "running") {
    const service = told(await readHostedService(serviceId));
    return service.ok ? ok({ service: service.value }) : service;
  }
  if (aim === "replaced") return running(serviceId, {});
  const found = deployId === null ? await listed(follow) : await one(serviceId, deployId);
  if (!found.ok || aim !== "converged" || !["live", "deactivated"].includes(found.value.deploy?.status ?? ""))
    return found;
  return running(serviceId, found.value);
}

async function one(serviceId: string, deployId: string): Promise<Result<Seen>> {
  const deploy = told(await readHostedDeploy(serviceId, deployId));
  if (deploy.ok) return ok({ deploy: deploy.value });
  // What the host has forgotten is waited for as long as anything, and no longer.
  return deploy.refusal.code === "host_not_found" ? ok({ deploy: null }) : deploy;
}

async function listed(follow: Follow): Promise<Result<Seen>> {
  const deploys = told(await listHostedDeploys(follow.serviceId, deploysListed));
  return deploys.ok ? ok({ deploy: deployOf(follow, deploys.value) }) : deploys;
}

async function running(serviceId: string, seen: Seen): Promise<Result<Seen>> {
  const instances = told(await listInstances(serviceId));
  return instances.ok ? ok({ ...seen, instances: instances.value }) : instances;
}
