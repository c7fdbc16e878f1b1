import type { ClerkInstance } from "../instance";
import { activeOrganizationOf, factorAges, mintSessionToken } from "../session-token";
import type { Session } from "../store";
import { publicUserJson } from "./public-user";
import { frontendUserJson } from "./user";

const WEEK_MS = 7 * 86_400_000;

const BROWSERS = ["Chrome 142.0", "Safari 26.1", "Samsung Internet 29.0", "Firefox 145.0"];

/** A session as the Backend API shows it: with what its browser was when it was last seen. */
export function backendSessionJson(instance: ClerkInstance, session: Session): Record<string, unknown> {
  const place = session.clientId.split("").reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const [, name, version] = /^(.+) (\S+)$/.exec(BROWSERS[place % BROWSERS.length] ?? "") ?? [];
  const isMobile = place % 3 === 0;
  return {
    ...sessionJson(instance, session),
    latest_activity: {
      object: "session_activity",
      id: session.id.replace(/^sess_/, "sess_activity_"),
      is_mobile: isMobile,
      device_type: isMobile ? "Mobile" : "Desktop",
      browser_name: name,
      browser_version: version,
      ip_address: `203.0.113.${1 + (place % 250)}`,
      city: "Seoul",
      country: "KR",
    },
  };
}

/** What both APIs tell of a session. */
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
