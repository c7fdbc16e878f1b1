import { randomUUID } from "node:crypto";
import type { OperationName } from "@/lib/access/policy";
import {
  atHost,
  committedValue,
  deploysOf,
  hostControl,
  hostedApp,
  nobodys,
  pushed,
  readyService,
  suspected,
} from "./host";
import { ownerOf } from "./owner";
import type { Cast, Situation } from "./situations";

const slug = nobodys.preview;
/** Whatever else is shown of a service: if another commit serves it, the world has moved. */
const change = async (): Promise<void> => void (await pushed(slug));

/** An app of ours that runs, or does not, and has something to go back to. */
async function app({ own }: Cast, state: { suspended?: boolean } = {}): Promise<{ app: string; serviceId: string }> {
  const { id } = await readyService(slug, state);
  return { app: await hostedApp(ownerOf(own), id), serviceId: id };
}

const wholeService =
  (state: { suspended?: boolean } = {}) =>
  async (cast: Cast): Promise<Situation> => ({
    person: cast.people.responder,
    input: { app: (await app(cast, state)).app },
    change,
  });

type Names = Extract<OperationName, `deploy.${string}` | `env-key.${string}` | `service.${string}`>;

/** What is asked of the host. */
export const deploySituations: Record<Names, (cast: Cast) => Promise<Situation>> = {
  "deploy.cancel": async (cast) => {
    const { app: id, serviceId } = await app(cast);
    await hostControl(`POST /render/${slug}/deploys`, { message: "On its way" });
    const [newest] = await deploysOf(serviceId);
    return { person: cast.people.responder, input: { app: id, deploy: newest?.id ?? "" } };
  },

  "deploy.follow": async ({ own }) => {
    const requestId = randomUUID();
    await own.owner.query(
      `INSERT INTO deploy_follows (request_id, app_id, service_id, operation, aim, known_deploys, known_instances, state)
       VALUES ($1, 'storefront', 'srv-x', 'deploy.trigger', 'deploy', '{}', '{}', 'accepted')`,
      [requestId],
    );
    const seen = { state: "live", deployId: "dep-new", instances: null, renewed: null };
    return { person: null, input: { requestId, app: "storefront", operation: "deploy.trigger", aim: "deploy", seen } };
  },

  "deploy.rollback": wholeService(),

  "deploy.rollback-emergency": async (cast) => {
    const { app: id, serviceId } = await app(cast);
    const suspect = async (): Promise<void> => {
      const live = (await deploysOf(serviceId)).find(({ status }) => status === "live");
      await suspected(ownerOf(cast.own), id, live?.id ?? "");
    };
    await suspect();
    return {
      person: cast.people.responder,
      input: { app: id },
      change: async () => {
        await change();
        await suspect();
      },
    };
  },

  "deploy.trigger": wholeService(),

  "env-key.set": async (cast) => {
    const { commitment, confided } = committedValue("CONFIDED-9b1e");
    return {
      person: cast.people.admin,
      input: { app: (await app(cast)).app, key: "FEATURE_FLAG", commitment },
      confided,
      change,
    };
  },

  "service.auto-deploy-on": async (cast) => {
    const { app: id, serviceId } = await app(cast);
    await atHost(`PATCH /services/${serviceId}`, { autoDeploy: "no" });
    return { person: cast.people.responder, input: { app: id }, change };
  },

  "service.maintenance": async (cast) => {
    const { app: id, serviceId } = await app(cast);
    const serviceDetails = { maintenanceMode: { enabled: false, uri: "" } };
    await atHost(`PATCH /services/${serviceId}`, { serviceDetails });
    return { person: cast.people.responder, input: { app: id, enabled: true }, change };
  },

  "service.remind": async ({ own }) => {
    const [requestId, serviceId] = [randomUUID(), `srv-${randomUUID()}`];
    await own.owner.query(
      "INSERT INTO auto_deploy_pauses (id, app_id, service_id, request_id, paused_at) VALUES ($1, 'storefront', $2, $1, now() - interval '1 day')",
      [requestId, serviceId],
    );
    return { person: null, input: { app: "storefront", serviceId, requestId, isOn: false } };
  },

  "service.restart": wholeService(),
  "service.resume": wholeService({ suspended: true }),
  "service.suspend": wholeService(),
};
