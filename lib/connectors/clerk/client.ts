import "server-only";
import type { z } from "zod";
import { env } from "@/lib/core/env";
import { type Answer, request } from "../request";
import { wireErrors } from "./wire";

/** @source Clerk Backend API, 2026-05-12 */
const apiVersion = "2026-05-12";

/** The console Clerk lets us in; the managed one is the customers'. */
type Instance = "console" | "managed";

function backendOf(instance: Instance): { url: string; secretKey: string } {
  const { CLERK_API_URL, CLERK_SECRET_KEY, MANAGED_CLERK_API_URL, MANAGED_CLERK_SECRET_KEY } = env();
  return instance === "console"
    ? { url: CLERK_API_URL, secretKey: CLERK_SECRET_KEY }
    : { url: MANAGED_CLERK_API_URL, secretKey: MANAGED_CLERK_SECRET_KEY };
}

/**
 * A read of a Clerk instance's Backend API.
 * @param path from `/v1/…` on, with its query
 * @param shape what the answer must look like; anything else is `unexpected_answer`
 * @param timeoutMs total deadline
 * @param instance the console's own, unless told
 * @source Clerk Backend API, 2026-05-12
 */
export async function readClerk<T>(
  path: string,
  shape: z.ZodType<T>,
  timeoutMs: number,
  instance: Instance = "console",
): Promise<Answer<T>> {
  const { url, secretKey } = backendOf(instance);
  const answer = await request({
    url: new URL(path, url),
    headers: { authorization: `Bearer ${secretKey}`, "clerk-api-version": apiVersion },
    timeoutMs,
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status >= 400 && status < 500) {
    const code = wireErrors.safeParse(body).data?.errors?.[0]?.code ?? null;
    return { ok: false, failure: { kind: "refused", status, code } };
  }
  const parsed = shape.safeParse(body);
  if (status !== 200 || !parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  return { ok: true, value: parsed.data };
}
