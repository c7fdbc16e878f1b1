import { type Commit, type Deploy, type DeployOrder, endOf, liveAt, liveDeploy, planDeploy } from "./deploy";
import type { Service } from "./hosted-service";

export type Order = Omit<DeployOrder, "createdAt" | "freeAt">;

/** Begins a deploy, behind those that are under way. */
export function beginDeploy(service: Service, order: Order, createdAt: number): Deploy {
  const deploy = planDeploy({ ...order, createdAt, freeAt: Math.max(0, ...service.deploys.map(endOf)) });
  service.deploys.push(deploy);
  return deploy;
}

/** Begins one that somebody asked for, and that may be doomed. */
export function orderDeploy(service: Service, order: Order, now: number): Deploy {
  const outcome = service.trouble.nextDeploy ?? "live";
  service.trouble.nextDeploy = null;
  return beginDeploy(service, { outcome, ...order }, now);
}

export const isUnderWay = (service: Service, now: number): boolean =>
  service.deploys.some((deploy) => endOf(deploy) > now);

/** Builds that can still be run again: those that served last. */
export function keptArtifacts({ deploys, trouble }: Service, now: number): Set<string> {
  const served = deploys
    .filter((deploy) => (liveAt(deploy) ?? Number.POSITIVE_INFINITY) <= now)
    .toSorted((a, b) => (liveAt(b) ?? 0) - (liveAt(a) ?? 0));
  return new Set([...new Set(served.map(({ artifact }) => artifact))].slice(0, trouble.keptArtifacts));
}

/** The newest commit of the branch that is deployed. */
export function headOf({ repository, deploys }: Service): Commit | null {
  const commits = deploys.flatMap(({ commit }) => commit ?? []);
  return repository?.head ?? commits.toSorted((a, b) => a.createdAt - b.createdAt).at(-1) ?? null;
}

/** Does what auto-deploy has done by now: brings back the branch's head some time after somebody put something else in its place. */
export function deployHead(service: Service, now: number): void {
  const { repository, deploys, autoDeploySetAt, suspensions } = service;
  if (!repository || service.autoDeploy === "no" || suspensions.length > 0) return;
  if (liveDeploy(deploys, now)?.commit?.id === repository.head.id || isUnderWay(service, now)) return;
  const at = Math.max(autoDeploySetAt, ...deploys.map(endOf)) + repository.returnsAfterMs;
  if (at <= now) beginDeploy(service, { commit: repository.head }, at);
}
