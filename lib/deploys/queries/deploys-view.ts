import "server-only";
import type { Actor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import type { App } from "@/lib/apps/shapes";
import { type HostedDeploy, listHostedDeploys } from "@/lib/connectors/render/deploys";
import { readHostedService } from "@/lib/connectors/render/hosted-services";
import { ok, refuse } from "@/lib/core/errors";
import { triage } from "@/lib/triage/queries/triage";
import { servingDeploys } from "@/lib/triage/rules/serving-deploys";
import type { Triage } from "@/lib/triage/shapes";
import { suspicionsOf } from "../rules/suspicion";
import { isUnderWay } from "../rules/under-way";
import type { DeployLine, DeploysView, Part, ServiceLine, ServiceNow, Suspicion } from "../shapes";
import { deploysListed, told } from "./find-hosted";
import { listPauses, listRecentFollows } from "./list-follows";

/**
 * The services that run at the host, and one of them as it is now. All others are told by the worker's samples, so that a page costs
 * the key's budget two reads, however many services there are.
 * @param wanted an app's id; without one, or when it is not there, the suspected app, else the first
 */
export async function deploysView(actor: Actor, wanted: string | null): Promise<DeploysView> {
  const [apps, seen, follows, pauses] = await Promise.all([
    listApps(actor),
    triage(actor),
    listRecentFollows(actor),
    listPauses(actor),
  ]);
  const hosted = apps.filter(({ renderServiceId }) => renderServiceId !== null);
  const suspicions = suspicionsOf(seen);
  const chosen =
    hosted.find(({ id }) => id === wanted) ?? hosted.find(({ id }) => id === suspicions[0]?.app) ?? hosted[0] ?? null;
  const read = await readChosen(chosen?.renderServiceId ?? null, suspicions);
  const isOn = read.service.ok && read.service.value.autoDeploy === true;
  return {
    now: new Date().toISOString(),
    services: hosted.map((app) => lineOf(app, seen)),
    suspicions,
    pauses: pauses.filter(({ app }) => !(isOn && app === chosen?.id)),
    app: chosen?.id ?? null,
    ...read,
    follows: chosen ? (follows.get(chosen.id) ?? []) : [],
  };
}

function lineOf({ id, name }: App, { evidence }: Triage): ServiceLine {
  const seen = evidence.find(({ probe }) => probe === `render/${id}`);
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  const { deploy, deployedAt, lastGreen } = seen?.value ?? {};
  return {
    app: id,
    name,
    status: seen?.status ?? "unknown",
    detail: seen?.detail ?? null,
    deploy: text(deploy),
    deployedAt: text(deployedAt),
    lastGreen: text(lastGreen),
  };
}

type Chosen = { service: Part<ServiceNow>; deploys: Part<DeployLine[]> };

async function readChosen(serviceId: string | null, suspicions: readonly Suspicion[]): Promise<Chosen> {
  if (serviceId === null) return { service: refuse("service_not_hosted"), deploys: refuse("service_not_hosted") };
  const [service, deploys] = await Promise.all([
    readHostedService(serviceId),
    listHostedDeploys(serviceId, deploysListed),
  ]);
  const [read, listed] = [told(service), told(deploys)];
  return { service: read, deploys: listed.ok ? ok(linesOf(listed.value, suspicions)) : listed };
}

const shownDeploys = 20;

function linesOf(deploys: readonly HostedDeploy[], suspicions: readonly Suspicion[]): DeployLine[] {
  const { live, lastGreen } = servingDeploys(deploys);
  return deploys.slice(0, shownDeploys).map((deploy) => ({
    ...deploy,
    isLive: deploy === live,
    isLastGreen: deploy === lastGreen,
    isSuspected: suspicions.some((each) => each.deploy === deploy.id),
    isUnderWay: isUnderWay(deploy.status),
  }));
}
