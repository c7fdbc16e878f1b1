import "server-only";
import { verifyToken } from "@clerk/backend";
import { findMembership } from "@/lib/connectors/clerk/memberships";
import { isSessionOpen } from "@/lib/connectors/clerk/sessions";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import type { Result } from "@/lib/core/errors";
import { ok, refuse } from "@/lib/core/errors";
import { mintPerson, type PersonActor, type Visitor, visitor } from "./actor";
import { readFactor } from "./factor";
import { confirmGrant } from "./grant";
import { clerkHealth } from "./health";
import { effectiveRoles, type Role, roleFromClerk } from "./roles";
import { findPersonByAccount, type KnownPerson, rememberRoles, welcomePerson } from "./store/people";

/** A role taken away in Clerk is gone for reads within this time, and at once for guarded acts. */
const snapshotFreshMs = seconds(20);

type Claims = { sub: string; sid: string; iat: number; o?: { id?: string; rol?: string } } & Record<string, unknown>;

/**
 * Turns a Clerk session token into an actor. The token is verified here again, without the network, although the middleware did so:
 * the middleware is not the boundary, and what it passes on rests on the secret key alone.
 * @param token the raw session token, as the browser's cookie holds it
 */
export async function identifyToken(token: string | null): Promise<PersonActor | Visitor> {
  const claims = await verified(token);
  if (!claims) return visitor({ code: "not_signed_in" });
  const known = { clerkUserId: claims.sub, sessionId: claims.sid };
  if (claims.o?.id !== env().CLERK_ORG_ID) return visitor({ code: "wrong_organisation" }, known); // guard: organisation
  const person = await knownPerson(claims);
  if (!person.ok) return visitor(person.refusal, known);
  const { personId, name, email, roles } = person.value;
  if (roles.length === 0) return visitor({ code: "no_role" }, { ...known, personId });
  const factor = readFactor(claims);
  const { secondFactorAgeMinutes } = factor;
  if (secondFactorAgeMinutes === null) return visitor({ code: "no_second_factor" }, { ...known, personId }); // guard: second-factor
  return mintPerson({
    kind: "person",
    ...known,
    personId,
    name,
    email,
    roles,
    factor: { ...factor, secondFactorAgeMinutes },
  });
}

/** A session that is not complete yet, or in which somebody acts as somebody else, is nobody's. */
async function verified(token: string | null): Promise<Claims | null> {
  if (!token) return null;
  try {
    const claims = await verifyToken(token, {
      jwtKey: env().CLERK_JWT_KEY,
      authorizedParties: [env().PUBLIC_ORIGIN],
      clockSkewInMs: seconds(5),
    });
    if (claims.sts === "pending" || "act" in claims) return null; // guard: impersonation
    if (!claims.sid) return null; // Clerk signs its JWT templates with the same key, for other readers than us.
    return claims as unknown as Claims;
  } catch {
    return null;
  }
}

type Held = { personId: string; name: string; email: string; roles: Role[] };

async function knownPerson(claims: Claims): Promise<Result<Held>> {
  const known = await findPersonByAccount(claims.sub);
  const fresh = known && known.snapshotAgeMs !== null && known.snapshotAgeMs < snapshotFreshMs;
  if (fresh) return ok(held(known, known.snapshotRoles));
  const asked = await askClerk(claims.sub, known);
  if (asked.ok) return asked;
  if (!known) return asked.refusal.code === "role_unconfirmed" ? refuse("clerk_unreachable") : asked;
  const tokenIsNewer = !known.snapshotAt || known.snapshotAt.getTime() < claims.iat * 1_000;
  return ok(held(known, tokenIsNewer ? [claims.o?.rol ?? ""] : known.snapshotRoles));
}

const held = (person: KnownPerson, clerk: readonly string[]): Held => ({
  personId: person.personId,
  name: person.name,
  email: person.email,
  roles: effectiveRoles({ clerk, grants: person.grants, blocks: person.blocks }),
});

/** Reads the membership live, and keeps it. A stranger to the organisation leaves no row here. */
async function askClerk(clerkUserId: string, known: KnownPerson | null): Promise<Result<Held>> {
  if (!(await clerkHealth()).answers) return refuse("role_unconfirmed");
  const answer = await findMembership(clerkUserId);
  if (!answer.ok) return refuse("role_unconfirmed");
  const membership = answer.value;
  if (!known) {
    if (!membership?.email) return refuse("no_role");
    await welcomePerson({ clerkUserId, email: membership.email, name: membership.name ?? membership.email });
  }
  const person = known ?? (await findPersonByAccount(clerkUserId));
  if (!person) return refuse("no_role");
  const role = roleFromClerk(membership?.role);
  await rememberRoles(person.personId, { member: membership !== null, roles: role ? [role] : [] });
  if (!membership) return ok({ ...held(person, []), roles: [] }); // guard: membership
  return ok(held(person, role ? [role] : []));
}

/** Who somebody is this second: the person behind the account, and their roles. */
export type Standing = { personId: string; roles: readonly Role[] };

/**
 * Reads live from Clerk, within 1 s, that a session is still open and which roles its account holds. Asked before anything guarded
 * runs, of the person who runs it and of the one who approved it.
 * Whoever came in by break-glass is asked of our own rows instead: a grant counts on the roles that were last known.
 * @refuses session_ended, no_role, grant_ended; role_unconfirmed when Clerk does not answer: break-glass is the way then
 */
export async function confirmStanding(account: {
  clerkUserId: string | null;
  sessionId: string;
}): Promise<Result<Standing>> {
  if (account.clerkUserId === null) return confirmGrant(account.sessionId);
  const known = await findPersonByAccount(account.clerkUserId);
  if (!known) return refuse("no_role");
  const [open, asked] = await Promise.all([isSessionOpen(account.sessionId), askClerk(account.clerkUserId, known)]);
  if (!asked.ok) return asked;
  if (!open.ok) return refuse("role_unconfirmed");
  if (!open.value) return refuse("session_ended"); // guard: session-open
  return ok({ personId: asked.value.personId, roles: asked.value.roles });
}
