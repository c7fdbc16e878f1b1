import "server-only";
import type { Actor, SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { RevocationState } from "../shapes";

/** Revocations that are not at their end; one person's first, since it is over in a moment. */
export async function listOpenRevocations(_actor: SystemActor): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT request_id::text AS id FROM session_revocations WHERE final_at IS NULL ORDER BY scope DESC, started_at`;
  return rows.map(({ id }) => id);
}

/** Customers with sessions of which nobody wrote down what became of them. */
export async function listUnsettledUsers(_actor: SystemActor, requestId: string): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT user_id AS id FROM revoked_sessions WHERE request_id = ${requestId}::uuid AND state = 'asked' ORDER BY 1 LIMIT 50`;
  return rows.map(({ id }) => id);
}

/** How many sessions Clerk refuses to end. */
export async function countFailed(_actor: SystemActor, requestId: string): Promise<number> {
  const [row] = await consoleDb().$queryRaw<{ failed: number }[]>`
    SELECT count(*)::int AS failed FROM revoked_sessions WHERE request_id = ${requestId}::uuid AND state = 'failed'`;
  return row?.failed ?? 0;
}

export type KnownRevocation = {
  requestId: string;
  requesterId: string;
  userId: string | null;
  state: RevocationState;
  /** Changes with whatever people do to it. */
  version: string;
};

/** A revocation that was begun, by the request that it belongs to. */
export async function findRevocation(_actor: Actor, requestId: string): Promise<KnownRevocation | null> {
  const [found] = await consoleDb().$queryRaw<KnownRevocation[]>`
    SELECT v.request_id::text AS "requestId", r.requester_id::text AS "requesterId", v.user_id AS "userId", v.state,
           v.changed_at::text AS version
      FROM session_revocations v JOIN action_requests r ON r.id = v.request_id WHERE v.request_id = ${requestId}::uuid`;
  return found ?? null;
}

export type Latest = { requestId: string; over: boolean; by: string };

/** The latest revocation of one customer, or of everyone. @param userId of whom; null for everyone */
export async function findLatest(_actor: Actor, userId: string | null): Promise<Latest | null> {
  const [latest] = await consoleDb().$queryRaw<Latest[]>`
    SELECT v.request_id::text AS "requestId", v.final_at IS NOT NULL AS over, who.name AS by
      FROM session_revocations v JOIN action_requests r ON r.id = v.request_id JOIN people who ON who.id = r.requester_id
     WHERE v.user_id IS NOT DISTINCT FROM ${userId} ORDER BY v.started_at DESC LIMIT 1`;
  return latest ?? null;
}

/** Clerk's ids of everybody who ever signed in to this console. @param personId of one of them; of all unless told */
export async function listOwnAccounts(_actor: Actor, personId: string | null = null): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT clerk_user_id AS id FROM person_accounts WHERE ${personId}::uuid IS NULL OR person_id = ${personId}::uuid ORDER BY 1`;
  return rows.map(({ id }) => id);
}
