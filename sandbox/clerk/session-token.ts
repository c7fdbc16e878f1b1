import { newSecret } from "./ids";
import type { ClerkInstance } from "./instance";
import { findMembership, type Membership, type Session } from "./store";

/** How long a token is valid. Real seconds, whatever the sandbox's clock says. */
const LIFETIME_SECONDS = 60;

/** `organizationId`: undefined takes the session's active one, null is the personal account. */
export type TokenOrder = { azp: string; organizationId?: string | null };

/** Mints a session token of version 2, with the custom claim `rvid`. */
export async function mintSessionToken(instance: ClerkInstance, session: Session, order: TokenOrder): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const organizationId = order.organizationId === undefined ? session.activeOrganizationId : order.organizationId;
  const membership = organizationId ? findMembership(instance.store, session.userId, organizationId) : undefined;
  return instance.signingKey.sign({
    azp: order.azp,
    exp: iat + LIFETIME_SECONDS,
    fva: factorAges(instance, session),
    iat,
    iss: instance.issuer,
    jti: newSecret().slice(0, 20),
    nbf: iat - 10,
    ...(membership && organizationClaims(instance, membership)),
    rvid: session.reverifiedBy,
    sid: session.id,
    sts: "active",
    sub: session.userId,
    v: 2,
  });
}

/** Minutes since each factor was last proved; -1: never. */
export function factorAges(instance: ClerkInstance, session: Session): [number, number] {
  const age = (at: number | null) => (at === null ? -1 : Math.max(0, Math.floor((instance.clock.now() - at) / 60_000)));
  return [age(session.firstFactorAt), age(session.secondFactorAt)];
}

/** The organisation that a session's tokens speak for; a membership that is gone counts at once. */
export function activeOrganizationOf(instance: ClerkInstance, session: Session): string | null {
  const { activeOrganizationId, userId } = session;
  if (activeOrganizationId === null) return null;
  return findMembership(instance.store, userId, activeOrganizationId) ? activeOrganizationId : null;
}

function organizationClaims(instance: ClerkInstance, membership: Membership): Record<string, unknown> {
  const slug = instance.store.organizations.get(membership.organizationId)?.slug;
  return { o: { id: membership.organizationId, rol: membership.role.replace(/^org:/, ""), slg: slug } };
}
