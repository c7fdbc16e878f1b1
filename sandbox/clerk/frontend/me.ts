import type { Route } from "../../kernel/routing";
import type { ClerkInstance } from "../instance";
import { readPage, takePage } from "../paging";
import { membershipsOf } from "../store";
import { membershipJson } from "../wire/organization";
import { sessionJson } from "../wire/session";
import { frontendUserJson } from "../wire/user";
import { type CallHandler, found, frontendRoute, requireCurrentSession } from "./call";

/** What the signed-in person may read about itself. */
export function meRoutes(instance: ClerkInstance): Route[] {
  const read = (path: string, handle: CallHandler) => frontendRoute(instance, "GET", path, handle);
  return [
    read("/v1/me", (call) => found(call, frontendUserJson(instance, requireCurrentSession(call).user))),
    read("/v1/me/organization_memberships", (call) => {
      const { user } = requireCurrentSession(call);
      const page = takePage(membershipsOf(instance.store, user.id), readPage(call.exchange.query));
      const data = page.data.map((membership) => membershipJson(instance, membership));
      return found(call, call.exchange.query.has("paginated") ? { data, total_count: page.totalCount } : data);
    }),
    read("/v1/me/organization_invitations", nothing),
    read("/v1/me/organization_suggestions", nothing),
    read("/v1/me/sessions/active", (call) => {
      const { user } = requireCurrentSession(call);
      const own = [...instance.store.sessions.values()].filter(
        ({ userId, status }) => userId === user.id && status === "active",
      );
      return {
        status: 200,
        json: own.map((session) => ({
          ...sessionJson(instance, session),
          latest_activity: {
            object: "session_activity",
            id: session.id.replace(/^sess_/, "sess_activity_"),
            is_mobile: false,
          },
        })),
      };
    }),
  ];
}

/** Nobody is ever invited here; the organisation menu asks all the same. */
const nothing: CallHandler = (call) => {
  requireCurrentSession(call);
  return found(call, { data: [], total_count: 0 });
};
