import "server-only";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { type Answer, request } from "../request";
import { readClerk } from "./client";
import { wireEnvironment, wireInstance, wireKeySet, wireUsers } from "./wire";

/** Whether the customers' Clerk answers us, with our key. @source Clerk Backend API, GET /v1/instance: a cheap call that is limited as others are */
export async function tryManagedBackend(timeoutMs: number): Promise<Answer<true>> {
  const answer = await readClerk("/v1/instance", wireInstance, timeoutMs, "managed");
  return answer.ok ? { ok: true, value: true } : answer;
}

/**
 * The instance that a secret key opens: two keys are of one instance where they open the same.
 * @param secretKey our own, unless told
 * @source Clerk Backend API, GET /v1/instance; 401 for a key that has ended
 */
export async function readManagedInstance(secretKey?: string): Promise<Answer<string>> {
  const by = secretKey === undefined ? "managed" : { managedBy: secretKey };
  const answer = await readClerk("/v1/instance", wireInstance, seconds(5), by);
  return answer.ok ? { ok: true, value: answer.value.id } : answer;
}

/**
 * Whether a secret key opens the instance that the customers' browsers meet: both show the same keys for tokens.
 * @source Clerk Backend API, GET /v1/jwks; Frontend API, GET /.well-known/jwks.json
 */
export async function readManagedKeySets(secretKey: string): Promise<Answer<{ same: boolean }>> {
  const [opened, served] = await Promise.all([
    readClerk("/v1/jwks", wireKeySet, seconds(5), { managedBy: secretKey }),
    request({ url: new URL("/.well-known/jwks.json", env().MANAGED_CLERK_FRONTEND_URL), timeoutMs: seconds(5) }),
  ]);
  if (!opened.ok) return opened;
  if (!served.ok) return served;
  const shown = wireKeySet.safeParse(served.value.body);
  if (!shown.success) return { ok: false, failure: { kind: "unexpected_answer", status: served.value.status } };
  const [own, theirs] = [opened.value, shown.data].map(({ keys }) =>
    keys
      .map(({ kid }) => kid)
      .toSorted()
      .join(" "),
  );
  return { ok: true, value: { same: own !== "" && own === theirs } };
}

/** Whether the customers' Clerk answers their browsers. @source Clerk Frontend API, GET /v1/environment */
export async function tryManagedFrontend(timeoutMs: number): Promise<Answer<true>> {
  const answer = await request({ url: new URL("/v1/environment", env().MANAGED_CLERK_FRONTEND_URL), timeoutMs });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  return status === 200 && wireEnvironment.safeParse(body).success
    ? { ok: true, value: true }
    : { ok: false, failure: { kind: "unexpected_answer", status } };
}

export type NewUser = { clerkId: string; createdAt: Date };

/** Who signed up last. @source Clerk Backend API, GET /v1/users (order_by, limit): a plain list, created_at in milliseconds */
export async function listNewestUsers(limit: number, timeoutMs: number): Promise<Answer<NewUser[]>> {
  const path = `/v1/users?limit=${limit}&order_by=-created_at`;
  const answer = await readClerk(path, wireUsers, timeoutMs, "managed");
  if (!answer.ok) return answer;
  const users = answer.value.map(({ id, created_at: at }) => ({ clerkId: id, createdAt: new Date(at) }));
  return { ok: true, value: users };
}
