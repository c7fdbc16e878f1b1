import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/core/env";
import { ok, type RefusalCode, type Result, refuse } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { type GrantActor, mintGrant, type Visitor, visitor } from "./actor";
import { agentFamily } from "./agent-family";
import { openGrantTicket } from "./grant-ticket";
import { effectiveRoles, type Role } from "./roles";
import { findGrant, type KnownGrant } from "./store/grants";

type Asked = { cookie: string | undefined; agent: string | null; place: string; ref: string };

/** SHA-256 of a grant's random, hex: what the database keeps of it. */
export const grantSecretHash = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/**
 * Turns the cookie of a break-glass grant into an actor, by what the database says this moment; every request under one is logged.
 * @returns a visitor with `grant_ended`, or `grant_foreign` for a cookie that did not come from where it was given to
 */
export async function identifyGrant({ cookie, agent, place, ref }: Asked): Promise<GrantActor | Visitor> {
  const ticket = openGrantTicket(cookie, env().GRANT_SIGNING_KEY, new Date());
  if (!ticket) return visitor({ code: "grant_ended" });
  const grant = await findGrant(ticket.grantId);
  const fault = grant ? faultOf(grant, { secret: ticket.secret, agent }) : "grant_ended";
  const { grantId } = ticket;
  log().info({ ref, grantId, personId: grant?.personId, place, refusal: fault }, "request under break-glass");
  if (!grant || fault) return visitor({ code: fault ?? "grant_ended" }, { personId: grant?.personId ?? null });
  const { personId, name, email, openedWith, drill, expiresAt } = grant;
  return mintGrant({
    kind: "grant",
    grantId,
    personId,
    sessionId: `grant_${grantId}`,
    clerkUserId: null,
    name,
    email,
    roles: rolesOf(grant),
    openedWith,
    drill,
    expiresAt: expiresAt.toISOString(),
  });
}

function faultOf(grant: KnownGrant, { secret, agent }: { secret: string; agent: string | null }): RefusalCode | null {
  const [given, wanted] = [Buffer.from(grantSecretHash(secret)), Buffer.from(grant.secretHash)];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return "grant_foreign"; // guard: grant-secret
  if (grant.agentFamily !== agentFamily(agent)) return "grant_foreign"; // guard: grant-agent
  if (!grant.live || rolesOf(grant).length === 0) return "grant_ended"; // guard: grant-live
  return null;
}

/** What was frozen when it was opened, less what we took away since. */
const rolesOf = ({ roles, blocks }: KnownGrant): Role[] => effectiveRoles({ clerk: [], grants: roles, blocks });

/**
 * Whether a grant still stands, asked before anything guarded runs under it or was approved under it.
 * @param sessionId as its actor carries it: `grant_` and the grant's id
 * @refuses grant_ended
 */
export async function confirmGrant(sessionId: string): Promise<Result<{ personId: string; roles: readonly Role[] }>> {
  const grant = await findGrant(sessionId.slice("grant_".length));
  if (!grant?.live || grant.drill) return refuse("grant_ended"); // guard: grant-standing
  return ok({ personId: grant.personId, roles: rolesOf(grant) });
}
