import "server-only";
import type { z } from "zod";
import { env } from "@/lib/core/env";
import { safeCode } from "../outgoing";
import { type Answer, request } from "../request";
import { wireErrors } from "./wire";

/** @source Clerk Backend API, 2026-05-12 */
const apiVersion = "2026-05-12";

/** The console Clerk lets us in; the managed one is the customers', with our key, or with one that is tried out. */
type Instance = "console" | "managed" | { managedBy: string };

function backendOf(instance: Instance): { url: string; secretKey: string } {
  const { CLERK_API_URL, CLERK_SECRET_KEY, MANAGED_CLERK_API_URL, MANAGED_CLERK_SECRET_KEY } = env();
  if (instance === "console") return { url: CLERK_API_URL, secretKey: CLERK_SECRET_KEY };
  const secretKey = instance === "managed" ? MANAGED_CLERK_SECRET_KEY : instance.managedBy;
  return { url: MANAGED_CLERK_API_URL, secretKey };
}

/**
 * A read of a Clerk instance's Backend API.
 * @param path from `/v1/…` on, with its query
 * @param shape what the answer must look like; anything else is `unexpected_answer`
 * @param timeoutMs total deadline
 * @param instance the console's own, unless told
 * @source Clerk Backend API, 2026-05-12
 */
export const readClerk = <T>(
  path: string,
  shape: z.ZodType<T>,
  timeoutMs: number,
  instance: Instance = "console",
): Promise<Answer<T>> => ask({ path, timeoutMs, instance }, shape);

/**
 * A change at the customers' Clerk, with our key. What may have been heard and was not answered is `unknown_outcome`.
 * @param path from `/v1/…` on
 * @param shape what the answer must look like
 */
export const changeManagedClerk = <T>(path: string, shape: z.ZodType<T>, timeoutMs: number): Promise<Answer<T>> =>
  ask({ path, timeoutMs, instance: "managed", change: { method: "POST", changes: true } }, shape);

type Asked = { path: string; timeoutMs: number; instance: Instance; change?: { method: "POST"; changes: true } };

async function ask<T>({ path, timeoutMs, instance, change }: Asked, shape: z.ZodType<T>): Promise<Answer<T>> {
  const { url, secretKey } = backendOf(instance);
  const answer = await request({
    ...change,
    url: new URL(path, url),
    headers: { authorization: `Bearer ${secretKey}`, "clerk-api-version": apiVersion },
    timeoutMs,
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status >= 400 && status < 500) {
    const code = safeCode(wireErrors.safeParse(body).data?.errors?.[0]?.code);
    return { ok: false, failure: { kind: "refused", status, code } };
  }
  const parsed = shape.safeParse(body);
  if (status !== 200 || !parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  return { ok: true, value: parsed.data };
}
