import type { ClerkInstance } from "../instance";
import { activeSessionsOf, type Client } from "../store";
import { frontendSessionJson } from "./session";
import { signInJson } from "./verification";

/** Everything that the browser knows about itself; mutations carry it along so that the page stays true. */
export async function clientJson(
  instance: ClerkInstance,
  client: Client | undefined,
  azp: string,
): Promise<Record<string, unknown> | null> {
  if (!client) return null;
  const sessions = activeSessionsOf(instance.store, client.id);
  const signIn = client.signInId === null ? undefined : instance.store.signIns.get(client.signInId);
  const user = signIn && instance.store.users.get(signIn.userId);
  return {
    object: "client",
    id: client.id,
    sessions: await Promise.all(sessions.map((session) => frontendSessionJson(instance, session, azp))),
    sign_in: signIn && user ? signInJson(signIn, user) : null,
    sign_up: null,
    last_active_session_id: sessions[0]?.id ?? null,
    last_authentication_strategy: client.lastStrategy,
    cookie_expires_at: null,
    captcha_bypass: true,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}
