import { newId } from "./ids";
import type { ClerkInstance } from "./instance";
import { activeSessionsOf, type Client, membershipsOf, type Session, type SessionStatus, type User } from "./store";

/** Opens a session in a browser, where the user was last: a person's own organisation counts like any other. */
export function openSession(instance: ClerkInstance, client: Client, user: User, hasSecondFactor: boolean): Session {
  const now = Date.now();
  const factorAt = instance.clock.now();
  const memberships = membershipsOf(instance.store, user.id).map(({ organizationId }) => organizationId);
  const last = memberships.find((id) => id === user.lastOrganizationId);
  const session: Session = {
    id: newId("sess"),
    clientId: client.id,
    userId: user.id,
    status: "active",
    firstFactorAt: factorAt,
    secondFactorAt: hasSecondFactor ? factorAt : null,
    activeOrganizationId: last ?? memberships[0] ?? null,
    reverification: null,
    reverifiedBy: null,
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
  };
  instance.store.sessions.set(session.id, session);
  user.lastSignInAt = now;
  user.lastActiveAt = now;
  touchClient(client, now);
  return session;
}

/** Ends a session; ending it again changes nothing. */
export function closeSession(
  instance: ClerkInstance,
  session: Session,
  status: Exclude<SessionStatus, "active">,
): void {
  if (session.status !== "active") return;
  const now = Date.now();
  session.status = status;
  session.updatedAt = now;
  const client = instance.store.clients.get(session.clientId);
  if (client) touchClient(client, now);
}

export function closeAllOf(instance: ClerkInstance, client: Client): void {
  for (const session of activeSessionsOf(instance.store, client.id)) closeSession(instance, session, "removed");
}

function touchClient(client: Client, now: number): void {
  client.authenticatedAt = now;
  client.updatedAt = now;
}
