import "server-only";
import type { Answer } from "../request";
import { readClerk } from "./client";
import { type WireUser, type WireUserSession, wireFoundUsers, wireUser, wireUserSessions } from "./wire";

/** One of the customers, as Clerk knows them. Instants are ISO texts. Where Clerk is silent about a bar, there is none. */
export type ClerkUser = {
  id: string;
  /** The primary one first. */
  emails: { address: string; verified: boolean }[];
  phones: { number: string; verified: boolean }[];
  banned: boolean;
  locked: boolean;
  /** Until a lock ends by itself; null where it does not. */
  lockedForSeconds: number | null;
  /** Taken out by the directory of their own company. */
  deprovisioned: boolean;
  hasPassword: boolean;
  /** Signs in through others: social and enterprise connections. */
  connections: number;
  passkeys: number;
  secondFactor: boolean;
  createdAt: string | null;
  lastSignInAt: string | null;
};

/** A browser of theirs that signed in once. */
export type ClerkSession = {
  id: string;
  clientId: string | null;
  status: string;
  browser: string | null;
  mobile: boolean | null;
  lastActiveAt: string | null;
  expiresAt: string | null;
};

/**
 * Customers whose e-mail address, phone number, name or id holds a text, newest first.
 * @source Clerk Backend API, GET /v1/users (query: a partial match)
 */
export const searchUsers = (text: string, limit: number, timeoutMs: number): Promise<Answer<ClerkUser[]>> =>
  listUsers(new URLSearchParams({ query: text, limit: String(limit), order_by: "-created_at" }), timeoutMs);

/** Customers by their ids. @source Clerk Backend API, GET /v1/users (user_id: a list, unknown ones are left out) */
export const listUsersById = (ids: readonly string[], timeoutMs: number): Promise<Answer<ClerkUser[]>> =>
  listUsers(
    new URLSearchParams([...ids.map((id) => ["user_id", id]), ["limit", String(Math.max(ids.length, 1))]]),
    timeoutMs,
  );

/** Customers with exactly this address. @source Clerk Backend API, GET /v1/users (email_address) */
export const listUsersByEmail = (email: string, timeoutMs: number): Promise<Answer<ClerkUser[]>> =>
  listUsers(new URLSearchParams({ email_address: email, limit: "5" }), timeoutMs);

async function listUsers(query: URLSearchParams, timeoutMs: number): Promise<Answer<ClerkUser[]>> {
  const answer = await readClerk(`/v1/users?${query}`, wireFoundUsers, timeoutMs, "managed");
  return answer.ok ? { ok: true, value: answer.value.map(userOf) } : answer;
}

/**
 * One customer, or null where Clerk has none by that id.
 * @source Clerk Backend API, GET /v1/users/{user_id}
 */
export async function findUser(id: string, timeoutMs: number): Promise<Answer<ClerkUser | null>> {
  const answer = await readClerk(`/v1/users/${encodeURIComponent(id)}`, wireUser, timeoutMs, "managed");
  if (answer.ok) return { ok: true, value: userOf(answer.value) };
  const { failure } = answer;
  return failure.kind === "refused" && failure.status === 404 ? { ok: true, value: null } : answer;
}

/**
 * A customer's newest sessions of any state, and how many there are.
 * @source Clerk Backend API, GET /v1/sessions (user_id, limit, paginated)
 */
export async function listSessionsOf(
  userId: string,
  limit: number,
  timeoutMs: number,
): Promise<Answer<{ sessions: ClerkSession[]; total: number }>> {
  const query = new URLSearchParams({ user_id: userId, limit: String(limit), paginated: "true" });
  const answer = await readClerk(`/v1/sessions?${query}`, wireUserSessions, timeoutMs, "managed");
  if (!answer.ok) return answer;
  const { data, total_count: total } = answer.value;
  return { ok: true, value: { sessions: data.map(sessionOf), total: total ?? data.length } };
}

function userOf(wire: WireUser): ClerkUser {
  const emails = (wire.email_addresses ?? []).toSorted(
    (a, b) => Number(b.id === wire.primary_email_address_id) - Number(a.id === wire.primary_email_address_id),
  );
  return {
    id: wire.id,
    emails: emails.map((email) => ({ address: email.email_address, verified: isVerified(email) })),
    phones: (wire.phone_numbers ?? []).map((phone) => ({ number: phone.phone_number, verified: isVerified(phone) })),
    banned: wire.banned === true,
    locked: wire.locked === true,
    lockedForSeconds: wire.lockout_expires_in_seconds ?? null,
    deprovisioned: wire.deprovisioned === true,
    hasPassword: wire.password_enabled === true,
    connections: (wire.external_accounts ?? []).length + (wire.enterprise_accounts ?? []).length,
    passkeys: (wire.passkeys ?? []).length,
    secondFactor: wire.two_factor_enabled === true,
    createdAt: instant(wire.created_at),
    lastSignInAt: instant(wire.last_sign_in_at),
  };
}

const isVerified = ({ verification }: { verification?: { status?: string | null | undefined } | null | undefined }) =>
  verification?.status === "verified";

function sessionOf(wire: WireUserSession): ClerkSession {
  const { latest_activity: seen } = wire;
  return {
    id: wire.id,
    clientId: wire.client_id ?? null,
    status: wire.status,
    browser: [seen?.browser_name, seen?.browser_version].filter(Boolean).join(" ") || null,
    mobile: seen?.is_mobile ?? null,
    lastActiveAt: instant(wire.last_active_at),
    expiresAt: instant(wire.expire_at),
  };
}

/** Milliseconds as an instant; what no calendar holds is none. */
function instant(at: number | null | undefined): string | null {
  const date = new Date(at ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
