import { randomUUID } from "node:crypto";
import type { OperationName } from "@/lib/access/policy";
import { atHost, committedValue, deploysOf, hostControl, hostedApp, nobodys, readyService, suspected } from "./host";
import type { Query } from "./reviews";
import { type TaskOperation, taskInputs } from "./tasks";

type Names = TaskOperation | Extract<OperationName, `deploy.${string}` | `env-key.${string}` | `service.${string}`>;

/** Inputs of what is asked of the host that would do: of deploys on a service where nobody looks. */
export function deployInputs(query: Query): Record<Names, () => unknown> {
  const hosted = async (state: { suspended?: boolean } = {}): Promise<{ app: string; serviceId: string }> => {
    const { id } = await readyService(nobodys.preview, state);
    return { app: await hostedApp(query, id), serviceId: id };
  };
  const alone = async (state: { suspended?: boolean } = {}) => ({ app: (await hosted(state)).app });
  /** Set beforehand, so that there is something to change. */
  const patched = async (body: object) => {
    const { app, serviceId } = await hosted();
    await atHost(`PATCH /services/${serviceId}`, body);
    return { app };
  };
  return {
    ...taskInputs(query),
    "deploy.cancel": async () => {
      const { app, serviceId } = await hosted();
      await hostControl(`POST /render/${nobodys.preview}/deploys`, { message: "On its way" });
      return { app, deploy: (await deploysOf(serviceId))[0]?.id };
    },
    "deploy.follow": async () => ({
      requestId: randomUUID(),
      app: "storefront",
      operation: "deploy.trigger",
      aim: "deploy",
      seen: { state: "live", deployId: "dep-new", instances: null, renewed: null },
    }),
    "deploy.rollback": () => alone(),
    "deploy.rollback-emergency": async () => {
      // What the worker itself would see of this app is not what is to be seen here: it looks elsewhere meanwhile.
      await query("UPDATE probe_lanes SET due_at = now() + interval '5 seconds' WHERE lane <> 'console_clerk'", []);
      const { app, serviceId } = await hosted();
      const live = (await deploysOf(serviceId)).find(({ status }) => status === "live");
      await suspected(query, app, live?.id ?? "");
      return { app };
    },
    "deploy.trigger": () => alone(),
    "env-key.set": async () => ({ ...(await alone()), key: "FLAG", commitment: committedValue("x").commitment }),
    "service.auto-deploy-on": () => patched({ autoDeploy: "no" }),
    "service.maintenance": async () => ({
      ...(await patched({ serviceDetails: { maintenanceMode: { enabled: false, uri: "" } } })),
      enabled: true,
    }),
    "service.remind": async () => ({ app: "storefront", serviceId: "srv-x", requestId: randomUUID(), isOn: false }),
    "service.restart": () => alone(),
    "service.resume": () => alone({ suspended: true }),
    "service.suspend": () => alone(),
  };
}
