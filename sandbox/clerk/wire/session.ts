import type { ClerkInstance } from "../instance";
import { activeOrganizationOf, factorAges, mintSessionToken } from "../session-token";
import type { Session } from "../store";
import { publicUserJson } from "./public-user";
import { frontendUserJson } from "./user";

const WEEK_MS = 7 * 86_400_000;

/** A session as the Backend API shows it. */
export function sessionJson(instance: ClerkInstance, session: Session): Record<string, unknown> {
  return {
    object: "session",
    id: session.id,
    client_id: session.clientId,
    user_id: session.userId,
    status: session.status,
    actor: null,
    last_active_organization_id: activeOrganizationOf(instance, session),
    last_active_at: session.lastActiveAt,
    expire_at: session.createdAt + WEEK_MS,
    abandon_at: session.createdAt + 4 * WEEK_MS,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  };
}

/** A session as the browser holds it, with the token that becomes its cookie. */
export async function frontendSessionJson(
  instance: ClerkInstance,
  session: Session,
  azp: string,
): Promise<Record<string, unknown>> {
  const user = instance.store.users.get(session.userId);
  const jwt = session.status === "active" ? await mintSessionToken(instance, session, { azp }) : null;
  return {
    ...sessionJson(instance, session),
    factor_verification_age: factorAges(instance, session),
    last_active_token: jwt === null ? null : { object: "token", jwt },
    tasks: null,
    user: user && frontendUserJson(instance, user),
    public_user_data: user && publicUserJson(user),
  };
}
