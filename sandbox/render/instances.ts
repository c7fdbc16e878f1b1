import { type Deploy, liveAt, UPDATE_MS } from "./deploy";
import { instanceId } from "./events";
import type { Service } from "./hosted-service";

/** One running copy of a service, and what it runs. */
export type Instance = { id: string; createdAt: number; deploy: Deploy };

/** The instances at an instant. A deploy replaces them one by one, the last one when it is live; laggards stay as they are. */
export function instancesAt(service: Service, at: number): Instance[] {
  if (service.suspensions.some((suspension) => suspension.at <= at)) return [];
  return Array.from({ length: service.numInstances }, (_, place) => instanceAt(service, place, at)).filter(
    (instance) => instance !== undefined,
  );
}

function instanceAt(service: Service, place: number, at: number): Instance | undefined {
  const { laggards } = service.trouble;
  const until = laggards && place >= laggards.converged ? laggards.since : Number.POSITIVE_INFINITY;
  const reached = service.deploys.flatMap((deploy) => {
    const live = liveAt(deploy);
    if (live === undefined || live > until) return [];
    const takesOverAt = live - (UPDATE_MS * (service.numInstances - 1 - place)) / service.numInstances;
    return takesOverAt <= at ? [{ deploy, takesOverAt }] : [];
  });
  const newest = reached.toSorted((a, b) => a.takesOverAt - b.takesOverAt).at(-1);
  if (!newest) return undefined;
  const { restartedAt } = service;
  const restarted = restartedAt !== null && restartedAt <= at && restartedAt > newest.takesOverAt;
  const { deploy, takesOverAt } = newest;
  return {
    id: instanceId(service, place, restarted ? `${deploy.id} ${restartedAt}` : deploy.id),
    createdAt: restarted ? restartedAt : takesOverAt,
    deploy,
  };
}
