import "server-only";
import { env } from "@/lib/core/env";
import { request } from "../request";

/**
 * Whether the console Clerk's Frontend API answers at all. An answer of 5xx or 429 counts as not answering.
 * @param timeoutMs how long a person may be kept waiting for the verdict
 */
export async function frontendApiAnswers(timeoutMs: number): Promise<boolean> {
  const answer = await request({ url: new URL("/v1/environment", env().CLERK_FAPI_URL), timeoutMs });
  return answer.ok && answer.value.status < 500;
}
