import type { Route } from "../../kernel/routing";
import { eventsOf } from "../events";
import { instancesAt } from "../instances";
import { OWNER_ID } from "../seed/hosted-services";
import { deployJson } from "../wire/deploy-json";
import { instant } from "../wire/instant";
import { serviceJson } from "../wire/service-json";
import { type Api, RenderRefusal, read, requireDeploy, requireService } from "./call";
import { liesWithin, readInstant, readList, readWindows, takePage } from "./query";

const HOUR_MS = 3_600_000;

/** Services, and what happens to them. */
export function serviceRoutes(api: Api): Route[] {
  const { platform } = api;
  const now = () => platform.now();
  return [
    read(api, "/services", ({ query }) =>
      takePage(selectServices(api, query), query).map(({ row, cursor }) => ({
        service: serviceJson(row, now()),
        cursor,
      })),
    ),
    read(api, "/services/:id", ({ params }) => serviceJson(requireService(api, params.id), now())),
    read(api, "/services/:id/deploys", ({ params, query }) => {
      const service = requireService(api, params.id);
      return takePage(selectDeploys(api, service.id, query), query).map(({ row, cursor }) => ({
        deploy: deployJson(row, service.deploys, now()),
        cursor,
      }));
    }),
    read(api, "/services/:id/deploys/:deployId", ({ params }) => {
      const service = requireService(api, params.id);
      return deployJson(requireDeploy(service, params.deployId), service.deploys, now());
    }),
    read(api, "/services/:id/instances", ({ params }) => {
      const instances = instancesAt(requireService(api, params.id), now());
      return instances.map(({ id, createdAt }) => ({ id, createdAt: instant(createdAt) }));
    }),
    read(api, "/services/:id/events", ({ params, query }) => {
      const events = selectEvents(api, params.id, query);
      return takePage(events, query).map(({ row, cursor }) => ({ event: eventJson(row, params.id), cursor }));
    }),
    read(api, "/events/:eventId", ({ params }) => {
      for (const service of platform.services()) {
        const event = eventsOf(service, now()).find(({ id }) => id === params.eventId);
        if (event) return eventJson(event, service.id);
      }
      throw new RenderRefusal(404, `not found: ${params.eventId}`);
    }),
  ];
}

function selectServices({ platform }: Api, query: URLSearchParams) {
  const filters = ["name", "type", "ownerId", "suspended"].map((name) => [name, readList(query, name)] as const);
  return platform.services().filter((service) => {
    const shown = serviceJson(service, platform.now());
    return filters.every(([name, wanted]) => wanted.length === 0 || wanted.includes(String(shown[name])));
  });
}

/** Newest first. */
function selectDeploys(api: Api, serviceId: string, query: URLSearchParams) {
  const { deploys } = requireService(api, serviceId);
  const statuses = readList(query, "status");
  const windows = readWindows(query, ["created", "updated", "finished"]);
  return deploys.toReversed().filter((deploy) => {
    const shown = deployJson(deploy, deploys, api.platform.now());
    return (statuses.length === 0 || statuses.includes(String(shown.status))) && liesWithin(shown, windows);
  });
}

/** The last hour, unless another time is asked for. */
function selectEvents(api: Api, id: string | undefined, query: URLSearchParams) {
  const now = api.platform.now();
  const end = readInstant(query, "endTime") ?? now;
  const start = readInstant(query, "startTime") ?? end - HOUR_MS;
  const types = readList(query, "type");
  return eventsOf(requireService(api, id), now).filter(
    ({ at, type }) => at >= start && at <= end && (types.length === 0 || types.includes(type)),
  );
}

function eventJson(event: ReturnType<typeof eventsOf>[number], serviceId: string | undefined) {
  const { id, at, type, details } = event;
  return { id, timestamp: instant(at), serviceId, type, details };
}

export const isOwner = (id: string | null): boolean => id === OWNER_ID;
