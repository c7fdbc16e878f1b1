import type { Clock } from "../kernel/clock";
import { Refusal } from "../kernel/refusal";
import {
  type Deploy,
  type DeployOrder,
  type DeployStatus,
  endOf,
  type Flaw,
  liveDeploy,
  planDeploy,
  statusOf,
} from "./deploy";
import { type Service, type Suspender, type Weather, weatherAt } from "./hosted-service";

/** Everything that Render runs for the team. */
export type Platform = {
  services(): readonly Service[];
  find(idOrSlug: string): Service | undefined;
  now(): number;
  statusOf(service: Service, deploy: Deploy): DeployStatus;
  weather(slug: string): Weather;
  /** The commit that serves, as the app itself would tell. */
  commitOf(slug: string): string | null;
  /** Begins a deploy. @throws Refusal `unknown_service` */
  deploy(slug: string, order: Omit<DeployOrder, "createdAt" | "freeAt"> & { secondsAgo?: number }): Deploy;
  /** As if it had never been: what served before serves again. */
  forget(slug: string, deployId: string): void;
  /** Something is wrong that no deploy brought. @returns a function that mends it */
  afflict(slug: string, flaw: Flaw, secondsAgo?: number): () => void;
  suspend(slug: string, suspender: Suspender): () => void;
  reset(): void;
};

export function createPlatform(clock: Clock, seed: (now: number) => Service[]): Platform {
  let services = seed(clock.now());
  const find = (idOrSlug: string) => services.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
  const get = (slug: string): Service => {
    const service = find(slug);
    if (service) return service;
    const known = services.map((each) => each.slug).join(", ");
    throw new Refusal(404, "unknown_service", `There is no service "${slug}"; there are: ${known}.`);
  };
  return {
    services: () => services,
    find,
    now: () => clock.now(),
    statusOf: (service, deploy) => statusOf(deploy, service.deploys, clock.now()),
    weather: (slug) => weatherAt(get(slug), clock.now()),
    commitOf: (slug) => liveDeploy(get(slug).deploys, clock.now())?.commit?.id ?? null,
    deploy(slug, { secondsAgo = 0, ...order }) {
      const service = get(slug);
      const createdAt = clock.now() - secondsAgo * 1000;
      const deploy = planDeploy({ ...order, createdAt, freeAt: Math.max(0, ...service.deploys.map(endOf)) });
      service.deploys.push(deploy);
      return deploy;
    },
    forget(slug, deployId) {
      const service = get(slug);
      service.deploys = service.deploys.filter(({ id }) => id !== deployId);
    },
    afflict(slug, flaw, secondsAgo = 0) {
      const service = get(slug);
      const condition = { since: clock.now() - secondsAgo * 1000, flaw };
      service.conditions.push(condition);
      return () => {
        service.conditions = service.conditions.filter((each) => each !== condition);
      };
    },
    suspend(slug, suspender) {
      const service = get(slug);
      const suspension = { suspender, at: clock.now() };
      service.suspensions.push(suspension);
      return () => {
        service.suspensions = service.suspensions.filter((each) => each !== suspension);
      };
    },
    reset() {
      services = seed(clock.now());
    },
  };
}
