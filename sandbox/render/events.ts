import type { Deploy, DeployStatus } from "./deploy";
import type { Service } from "./hosted-service";
import { lettersOf } from "./ids";

/** Something that happened to a service. */
export type ServiceEvent = { id: string; at: number; type: string; details: Record<string, unknown> };

type Step = { type: string; details: Record<string, unknown> };

const CHECKS_FAIL_AFTER_MS = 20_000;

/** Everything that has happened to a service, newest first. It follows from its deploys and from what is wrong with it. */
export function eventsOf(service: Service, now: number): ServiceEvent[] {
  const happened = [
    ...service.deploys.flatMap((deploy) => deployEvents(deploy)),
    ...service.suspensions.map(({ suspender, at }) => ({ at, type: "suspender_added", details: { actor: suspender } })),
    ...sicknesses(service),
    ...service.happenings,
  ];
  return happened
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => b.at - a.at)
    .map((event) => ({ ...event, id: `evt-${lettersOf(`${service.id} ${event.at} ${event.type}`)}` }));
}

function deployEvents(deploy: Deploy): { at: number; type: string; details: Record<string, unknown> }[] {
  return deploy.steps.flatMap(({ status, at }, place) =>
    stepEvents(deploy, status, deploy.steps[place - 1]?.status).map((step) => ({ ...step, at })),
  );
}

function stepEvents(deploy: Deploy, status: DeployStatus, before: DeployStatus | undefined): Step[] {
  const trigger = triggerOf(deploy);
  const buildId = deploy.id.replace("dep-", "bld-");
  const reason = { newDeploy: { id: deploy.id } };
  const built = (buildStatus: string): Step => ({
    type: "build_ended",
    details: { buildId, buildStatus, reason, status: codeOf(buildStatus) },
  });
  const ended = (deployStatus: string): Step => ({
    type: "deploy_ended",
    details: { deployId: deploy.id, deployStatus, reason, status: codeOf(deployStatus) },
  });
  switch (status) {
    case "created":
      return [{ type: "deploy_started", details: { deployId: deploy.id, trigger } }];
    case "build_in_progress":
      return [{ type: "build_started", details: { buildId, trigger } }];
    case "pre_deploy_in_progress":
      return [built("succeeded")];
    case "build_failed":
      return [built("failed"), ended("failed")];
    case "canceled":
      return [...(before === "build_in_progress" ? [built("canceled")] : []), ended("canceled")];
    case "pre_deploy_failed":
    case "update_failed":
      return [ended("failed")];
    case "live":
      return [ended("succeeded"), { type: "server_available", details: {} }];
    default:
      return [];
  }
}

/** A service that answers 5xx fails its health checks soon after. */
function sicknesses(service: Service): { at: number; type: string; details: Record<string, unknown> }[] {
  const begins = [
    ...service.deploys.flatMap(({ commit, steps }) => {
      const live = steps.find(({ status }) => status === "live");
      return live && isFailing(commit?.flaw?.status) ? [live.at] : [];
    }),
    ...service.conditions.filter(({ flaw }) => isFailing(flaw.status)).map(({ since }) => since),
  ];
  return begins.map((at) => ({
    at: at + CHECKS_FAIL_AFTER_MS,
    type: "server_failed",
    details: { instanceID: instanceId(service, 0), reason: { unhealthy: service.healthCheckPath } },
  }));
}

/** The name of a running instance. It changes with the deploy that started it. */
export function instanceId(service: Service, place: number, deployId = ""): string {
  return `${service.id}-${lettersOf(`${deployId} ${place}`, 5)}`;
}

function triggerOf({ trigger, commit }: Deploy): Record<string, unknown> {
  return {
    firstBuild: false,
    envUpdated: trigger === "service_updated",
    manual: trigger === "manual",
    deployedByRender: false,
    clearCache: false,
    rollback: trigger === "rollback",
    ...(commit && { newCommit: commit.id }),
  };
}

/** The deprecated number that still comes along. */
const codeOf = (status: string): number => ({ succeeded: 2, failed: 3, canceled: 4 })[status] ?? 1;
const isFailing = (status: number | undefined): boolean => status !== undefined && status >= 500;
