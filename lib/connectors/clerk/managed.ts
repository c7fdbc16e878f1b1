import "server-only";
import { env } from "@/lib/core/env";
import { type Answer, request } from "../request";
import { readClerk } from "./client";
import { wireEnvironment, wireInstance, wireUsers } from "./wire";

/** Whether the customers' Clerk answers us, with our key. @source Clerk Backend API, GET /v1/instance: a cheap call that is limited as others are */
export async function tryManagedBackend(timeoutMs: number): Promise<Answer<true>> {
  const answer = await readClerk("/v1/instance", wireInstance, timeoutMs, "managed");
  return answer.ok ? { ok: true, value: true } : answer;
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
