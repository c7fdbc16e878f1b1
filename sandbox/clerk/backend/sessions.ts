import type { Route } from "../../kernel/routing";
import { ClerkRefusal, notFound } from "../errors";
import type { ClerkInstance } from "../instance";
import { readPage, takePage } from "../paging";
import { closeSession } from "../sessions";
import type { Session } from "../store";
import { backendSessionJson } from "../wire/session";
import { backendRoute, ok } from "./call";

export function sessionRoutes(instance: ClerkInstance): Route[] {
  return [
    backendRoute(instance, "GET", "/sessions", ({ query }) => {
      const page = takePage(selectSessions(instance, query), readPage(query));
      const data = page.data.map((session) => backendSessionJson(instance, session));
      return ok(query.get("paginated") === "true" ? { data, total_count: page.totalCount } : data);
    }),
    backendRoute(instance, "GET", "/sessions/:sessionId", ({ params }) =>
      ok(backendSessionJson(instance, requireSession(instance, params.sessionId))),
    ),
    // A token that was already minted stays good until it expires, up to a minute later.
    backendRoute(instance, "POST", "/sessions/:sessionId/revoke", ({ params }) => {
      const session = requireSession(instance, params.sessionId);
      closeSession(instance, session, "revoked");
      return ok(backendSessionJson(instance, session));
    }),
    // Refresh cookies are never issued here, so there is nothing to refresh with.
    backendRoute(instance, "POST", "/sessions/:sessionId/refresh", ({ params }) => {
      requireSession(instance, params.sessionId);
      throw new ClerkRefusal(400, "refresh_token_invalid", "The refresh token is invalid.");
    }),
  ];
}

function requireSession(instance: ClerkInstance, id: string | undefined): Session {
  const session = instance.store.sessions.get(id ?? "");
  if (!session) throw notFound("The session");
  return session;
}

function selectSessions(instance: ClerkInstance, query: URLSearchParams): Session[] {
  const userId = query.get("user_id");
  const clientId = query.get("client_id");
  const status = query.get("status");
  if (!userId && !clientId) {
    throw new ClerkRefusal(422, "form_param_missing", "user_id or client_id must be included.", { param: "user_id" });
  }
  return [...instance.store.sessions.values()]
    .filter(
      (session) =>
        (!userId || session.userId === userId) &&
        (!clientId || session.clientId === clientId) &&
        (!status || session.status === status),
    )
    .toSorted((a, b) => b.createdAt - a.createdAt);
}
