import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { type RefusalCode, type Result, refuse } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { tokenSession } from "@/lib/core/token-session";
import { mintToken, type TokenActor, type Visitor, visitor } from "./actor";
import { limitCalls } from "./limits";
import { effectiveRoles, type Role } from "./roles";
import { findToken, type KnownToken, rememberUse } from "./store/tokens";

/** A last known role that is older carries no token. @source design: access §6, as for break-glass */
const roleMaxAgeDays = 30;

/** `spr_`, `spo_` or `sps_` by scope, so that a scanner and a person know one by its look. */
const shape = /^Bearer (sp[ros]_[A-Za-z0-9_-]{43,100})$/i;

/** SHA-256 of a token, hex: what the database keeps of it. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * Turns the Authorization header of a call into an actor, by what the database says this moment: one person, within one scope.
 * @returns a visitor with not_signed_in, token_invalid, token_revoked, token_expired, no_role, role_unconfirmed or rate_limited
 */
export async function identifyBearer(header: string, ref: string): Promise<TokenActor | Visitor> {
  if (header === "") return visitor({ code: "not_signed_in" });
  const [, secret] = shape.exec(header) ?? [];
  const known = secret === undefined ? null : await knownBy(tokenHash(secret));
  if (!known) return visitor({ code: "token_invalid" });
  const { tokenId, scope, personId, name } = known;
  const roles = rolesOf(known);
  const fault = faultOf(known, roles);
  log().info({ ref, tokenId, personId, scope, refusal: fault }, "call with a token");
  if (fault) return visitor({ code: fault }, { personId });
  const limited = await limitCalls(tokenId); // guard: token-rate
  if (!limited.ok) return visitor(limited.refusal, { personId });
  if (known.restedAMinute) await rememberUse(tokenId);
  return mintToken({
    kind: "token",
    tokenId,
    sessionId: tokenSession(tokenId),
    scope,
    personId,
    name,
    roles,
  });
}

async function knownBy(hash: string): Promise<KnownToken | null> {
  const known = await findToken(hash);
  return known && timingSafeEqual(Buffer.from(known.secretHash), Buffer.from(hash)) ? known : null;
}

function faultOf(token: KnownToken, roles: readonly Role[]): RefusalCode | null {
  if (token.revoked) return "token_revoked"; // guard: token-revoked
  if (token.expired) return "token_expired"; // guard: token-expiry
  if (token.left) return "no_role"; // guard: token-left
  if (token.snapshotAgeDays === null || token.snapshotAgeDays > roleMaxAgeDays) return "role_unconfirmed"; // guard: token-snapshot
  return roles.length === 0 ? "no_role" : null; // guard: token-role
}

const rolesOf = ({ snapshotRoles, grants, blocks }: KnownToken): Role[] =>
  effectiveRoles({ clerk: snapshotRoles, grants, blocks });

/** @refuses token_scope to a token that is for something else */
export const scoped = ({ scope }: TokenActor, scopes: readonly string[]): Result<true> =>
  scopes.includes(scope) ? { ok: true, value: true } : refuse("token_scope", { scope });
