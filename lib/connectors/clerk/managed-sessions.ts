import "server-only";
import { seconds } from "@/lib/core/duration";
import type { Answer } from "../request";
import { changeManagedClerk, readClerk } from "./client";
import type { NewUser } from "./managed";
import { wireCount, wireInstance, wireSession, wireUserSessions, wireUsers } from "./wire";

/** What a session says of its life. Null where Clerk does not tell. */
export type SessionLife = { id: string; status: string; createdAt: Date | null; expiresAt: Date | null };

export type ManagedInstance = {
  /** `production` or `development`, in Clerk's words; null where it does not say. */
  environment: string | null;
  /** Whether it is the instance that this console's own people sign in with, too. */
  isOurs: boolean;
};

/** The customers' instance, beside our own. @source Clerk Backend API, GET /v1/instance */
export async function readManagedBesideOurs(timeoutMs: number): Promise<Answer<ManagedInstance>> {
  const [managed, ours] = await Promise.all([
    readClerk("/v1/instance", wireInstance, timeoutMs, "managed"),
    readClerk("/v1/instance", wireInstance, timeoutMs),
  ]);
  if (!managed.ok) return managed;
  // Who cannot be told apart from us is taken for us: nobody here is to be signed out by chance.
  const isOurs = !ours.ok || ours.value.id === managed.value.id;
  return { ok: true, value: { environment: managed.value.environment_type ?? null, isOurs } };
}

/** How many customers there are. @source Clerk Backend API, GET /v1/users/count */
export async function countUsers(timeoutMs: number): Promise<Answer<number>> {
  const answer = await readClerk("/v1/users/count", wireCount, timeoutMs, "managed");
  return answer.ok ? { ok: true, value: answer.value.total_count } : answer;
}

/** A few customers from somewhere in the list. @source Clerk Backend API, GET /v1/users (offset) */
export const listUsersFrom = (offset: number, limit: number, timeoutMs: number): Promise<Answer<NewUser[]>> =>
  listUsers(new URLSearchParams({ offset: String(offset), limit: String(limit), order_by: "-created_at" }), timeoutMs);

/**
 * A page of all customers, whoever signed up first comes first. Whoever signs up meanwhile comes last.
 * @param after the last one of the page before; who is gone from Clerk meanwhile is found by when they signed up
 * @source Clerk Backend API, GET /v1/users (starting_after: only with created_at, never with an offset)
 */
export async function listUsersAfter(
  after: NewUser | null,
  limit: number,
  timeoutMs: number,
): Promise<Answer<NewUser[]>> {
  const page = { limit: String(limit), order_by: "+created_at" };
  const behind = await listUsers(
    new URLSearchParams(after ? { ...page, starting_after: after.clerkId } : page),
    timeoutMs,
  );
  const isLost = !behind.ok && behind.failure.kind === "refused" && [400, 404, 422].includes(behind.failure.status);
  if (after === null || !isLost) return behind; // guard: cursor-lost
  // That millisecond again: some of it may not have been walked over.
  const since = String(after.createdAt.getTime() - 1);
  return listUsers(new URLSearchParams({ ...page, created_at_after: since }), timeoutMs);
}

async function listUsers(query: URLSearchParams, timeoutMs: number): Promise<Answer<NewUser[]>> {
  const answer = await readClerk(`/v1/users?${query}`, wireUsers, timeoutMs, "managed");
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value.map(({ id, created_at: at }) => ({ clerkId: id, createdAt: new Date(at) })) };
}

/** Clerk gives no more at once. @source Clerk Backend API, GET /v1/sessions: limit 1 to 500, 10 unless told */
export const mostSessionsAtOnce = 500;

/**
 * A page of a customer's sessions, of any state, the newest first. Of any state, because ending one takes it out of a list of the active
 * ones, and the next page would begin too far behind.
 * @returns nothing for a customer whom Clerk does not have
 * @source Clerk Backend API, GET /v1/sessions (user_id, limit, offset, paginated)
 */
export async function listSessionLives(
  userId: string,
  { offset, limit }: { offset: number; limit: number },
  timeoutMs: number,
): Promise<Answer<SessionLife[]>> {
  const page = { limit: String(limit), offset: String(offset), paginated: "true" };
  const query = new URLSearchParams({ user_id: userId, ...page });
  const answer = await readClerk(`/v1/sessions?${query}`, wireUserSessions, timeoutMs, "managed");
  if (answer.ok) {
    const lives = answer.value.data.map(({ id, status, created_at: createdAt, expire_at: expiresAt }) => ({
      id,
      status,
      createdAt: dateOf(createdAt),
      expiresAt: dateOf(expiresAt),
    }));
    return { ok: true, value: lives };
  }
  const { failure } = answer;
  return failure.kind === "refused" && failure.status === 404 ? { ok: true, value: [] } : answer;
}

const dateOf = (at: number | null | undefined): Date | null => (typeof at === "number" ? new Date(at) : null);

/**
 * Ends a session. Its token still verifies for up to a minute. Asked twice, it does no more than once.
 * @returns `gone` where Clerk does not have it any more
 * @source Clerk Backend API, POST /v1/sessions/{id}/revoke
 */
export async function revokeSession(sessionId: string): Promise<Answer<"revoked" | "gone">> {
  const path = `/v1/sessions/${encodeURIComponent(sessionId)}/revoke`;
  const answer = await changeManagedClerk(path, wireSession, seconds(15));
  if (answer.ok) return { ok: true, value: "revoked" };
  const { failure } = answer;
  return failure.kind === "refused" && failure.status === 404 ? { ok: true, value: "gone" } : answer;
}
