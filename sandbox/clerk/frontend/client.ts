import type { Route } from "../../kernel/routing";
import { CLIENT_COOKIE, cookie } from "../cookies";
import type { ClerkInstance } from "../instance";
import { closeAllOf } from "../sessions";
import { clientJson } from "../wire/client";
import { type Call, changed, ensureClient, frontendRoute } from "./call";

/** The browser itself. */
export function clientRoutes(instance: ClerkInstance): Route[] {
  const show = (call: Call) => clientJson(instance, call.client, call.azp);
  const create = async (call: Call) => {
    ensureClient(call);
    return changed(call, await show(call));
  };
  return [
    frontendRoute(instance, "GET", "/v1/client", async (call) => ({
      status: 200,
      json: { response: await show(call), client: null },
    })),
    frontendRoute(instance, "POST", "/v1/client", create),
    frontendRoute(instance, "PUT", "/v1/client", create),
    frontendRoute(instance, "DELETE", "/v1/client", (call) => {
      if (call.client) {
        closeAllOf(instance, call.client);
        instance.store.clients.delete(call.client.id);
        call.client = undefined;
      }
      call.setCookies.push(cookie(CLIENT_COOKIE, "", 0, true));
      return changed(call, null);
    }),
  ];
}
