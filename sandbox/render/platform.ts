import type { Clock } from "../kernel/clock";
import { Refusal } from "../kernel/refusal";
import { type Deploy, type DeployStatus, type Flaw, liveDeploy, statusOf } from "./deploy";
import { beginDeploy, deployHead, type Order } from "./deploying";
import { type Repository, type Service, type Suspender, type Weather, weatherAt } from "./hosted-service";
import { type Instance, instancesAt } from "./instances";

/** Everything that Render runs for the team. */
export type Platform = {
  services(): readonly Service[];
  find(idOrSlug: string): Service | undefined;
  /** @throws Refusal `unknown_service` */
  get(slug: string): Service;
  now(): number;
  statusOf(service: Service, deploy: Deploy): DeployStatus;
  weather(slug: string): Weather;
  /** The commit that serves, as the app itself would tell. */
  commitOf(slug: string): string | null;
  /** Begins a deploy. @throws Refusal `unknown_service` */
  deploy(slug: string, order: Order & { secondsAgo?: number }): Deploy;
  /** As if it had never been: what served before serves again. */
  forget(slug: string, deployId: string): void;
  /** From now on the branch's head comes back by itself. */
  follow(slug: string, repository: Repository): void;
  /** @returns a function that makes deploys and settings what they are now; conditions, suspensions and jobs stay */
  keep(slug: string): () => void;
  /** Something is wrong that no deploy brought. @returns a function that mends it */
  afflict(slug: string, flaw: Flaw, secondsAgo?: number): () => void;
  suspend(slug: string, suspender: Suspender): () => void;
  /** Whichever instance is next in turn, as whoever knocks meets it. */
  nextInstance(slug: string): Instance | undefined;
  reset(): void;
};

export function createPlatform(clock: Clock, seed: (now: number) => Service[]): Platform {
  let services = seed(clock.now());
  const turns = new Map<string, number>();
  const settled = (): Service[] => {
    for (const service of services) deployHead(service, clock.now());
    return services;
  };
  const find = (idOrSlug: string) => settled().find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
  const get = (slug: string): Service => {
    const service = find(slug);
    if (service) return service;
    const known = services.map((each) => each.slug).join(", ");
    throw new Refusal(404, "unknown_service", `There is no service "${slug}"; there are: ${known}.`);
  };
  return {
    services: settled,
    find,
    get,
    now: () => clock.now(),
    statusOf: (service, deploy) => statusOf(deploy, service.deploys, clock.now()),
    weather: (slug) => weatherAt(get(slug), clock.now()),
    commitOf: (slug) => liveDeploy(get(slug).deploys, clock.now())?.commit?.id ?? null,
    deploy: (slug, { secondsAgo = 0, ...order }) => beginDeploy(get(slug), order, clock.now() - secondsAgo * 1000),
    forget(slug, deployId) {
      const service = get(slug);
      service.deploys = service.deploys.filter(({ id }) => id !== deployId);
    },
    follow: (slug, repository) => void Object.assign(get(slug), { repository }),
    keep(slug) {
      const { conditions: _own, suspensions: _too, jobs: _also, ...kept } = structuredClone(get(slug));
      return () => void Object.assign(get(slug), structuredClone(kept));
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
    nextInstance(slug) {
      const instances = instancesAt(get(slug), clock.now());
      const turn = turns.get(slug) ?? 0;
      turns.set(slug, turn + 1);
      return instances[turn % Math.max(1, instances.length)];
    },
    reset() {
      services = seed(clock.now());
      turns.clear();
    },
  };
}
