import type { Route } from "../../kernel/routing";
import { ClerkRefusal } from "../errors";
import type { ClerkInstance } from "../instance";
import { mintSessionToken } from "../session-token";
import { closeAllOf, closeSession } from "../sessions";
import { findMembership, type Session } from "../store";
import { clientJson } from "../wire/client";
import { frontendSessionJson } from "../wire/session";
import { type Call, type CallHandler, changed, found, frontendRoute, requireSession } from "./call";

/** Using, switching and ending sessions. */
export function sessionRoutes(instance: ClerkInstance): Route[] {
  const route = (method: string, path: string, handle: CallHandler) => frontendRoute(instance, method, path, handle);
  return [
    route("DELETE", "/v1/client/sessions", signOut),
    route("DELETE", "/v1/client/:clientId/sessions", signOut),
    route("GET", "/v1/client/sessions/:sessionId", async (call) =>
      found(call, await show(call, requireSession(call).session)),
    ),
    route("POST", "/v1/client/sessions/:sessionId/touch", touch),
    route("POST", "/v1/client/sessions/:sessionId/tokens", mint),
    route("POST", "/v1/client/sessions/:sessionId/remove", (call) => close(call, "removed")),
    route("POST", "/v1/client/sessions/:sessionId/end", (call) => close(call, "ended")),
  ];
}

const touch: CallHandler = async (call) => {
  const { session, user } = requireSession(call);
  const wanted = call.form.get("active_organization_id");
  if (wanted !== null) {
    const isMember = wanted !== "" && findMembership(call.instance.store, user.id, wanted) !== undefined;
    // Every touch repeats the active organisation; only choosing a foreign one is a mistake worth an error.
    if (wanted !== "" && !isMember && call.form.get("intent") === "select_org") throw foreignOrganization();
    if (isMember) {
      session.activeOrganizationId = wanted;
      user.lastOrganizationId = wanted;
    } else if (wanted === "") {
      session.activeOrganizationId = null;
    }
  }
  session.lastActiveAt = Date.now();
  user.lastActiveAt = session.lastActiveAt;
  return changed(call, await show(call, session));
};

/** The page asks again every 43 seconds or so; this answer is the bare token. */
const mint: CallHandler = async (call) => {
  const { session } = requireSession(call);
  const organizationId = call.form.has("organization_id") ? call.form.get("organization_id") || null : undefined;
  const jwt = await mintSessionToken(call.instance, session, { azp: call.azp, organizationId });
  return { status: 200, json: { object: "token", jwt } };
};

const signOut: CallHandler = async (call) => {
  if (call.client) closeAllOf(call.instance, call.client);
  return changed(call, await clientJson(call.instance, call.client, call.azp));
};

async function close(call: Call, status: "ended" | "removed") {
  const { session } = requireSession(call);
  closeSession(call.instance, session, status);
  return changed(call, await show(call, session));
}

function show(call: Call, session: Session) {
  return frontendSessionJson(call.instance, session, call.azp);
}

function foreignOrganization(): ClerkRefusal {
  return new ClerkRefusal(
    404,
    "organization_not_found_or_unauthorized",
    "Given organization not found, or you don't have permission to access it.",
  );
}
