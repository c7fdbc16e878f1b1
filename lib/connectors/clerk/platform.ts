import "server-only";
import type { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { type Answer, type Call, request } from "../request";
import { wireApplication, wireApplications, wireErrors } from "./wire";

/** Whether keys can be made from here: that takes a token of the workspace. */
export const hasPlatformToken = (): boolean => env().CLERK_PLATFORM_TOKEN !== undefined;

/** Where an instance is for the Platform API. */
export type PlatformInstance = { applicationId: string; instanceId: string };

/** The application that an instance belongs to; null where the token sees none that has it. @source Clerk Platform API (beta) */
export async function findApplicationOf(instanceId: string): Promise<Answer<PlatformInstance | null>> {
  const answer = await call("", wireApplications, {});
  if (!answer.ok) return answer;
  const found = answer.value.find(({ instances }) => instances.some((each) => each.instance_id === instanceId));
  return { ok: true, value: found ? { applicationId: found.application_id, instanceId } : null };
}

/** The key that the Platform API shows of an instance: the newest. It is a secret. @source GET …?include_secret_keys=true */
export async function readPlatformKey({ applicationId, instanceId }: PlatformInstance): Promise<Answer<string>> {
  return keyIn(await call(`/${applicationId}?include_secret_keys=true`, wireApplication, {}), instanceId);
}

/**
 * Makes a new secret key, and lets every older one of the instance end after so many hours. The answer alone holds it. What was not
 * answered may have been made.
 * @param hours for which older keys stay good
 * @source Clerk Platform API (beta): POST …/instances/{id}/rotate_secret_keys
 */
export async function rotateSecretKey(
  { applicationId, instanceId }: PlatformInstance,
  { hours, reason }: { hours: number; reason: string },
): Promise<Answer<string>> {
  const body = JSON.stringify({ delay_old_secrets_expiration_hours: hours, reason });
  const path = `/${applicationId}/instances/${instanceId}/rotate_secret_keys`;
  const answer = await call(path, wireApplication, { method: "POST", body, changes: true });
  const made = keyIn(answer, instanceId);
  // That it was heard is certain, and what was made is not.
  return !made.ok && made.failure.kind === "unexpected_answer"
    ? { ok: false, failure: { kind: "unknown_outcome" } }
    : made;
}

type Application = z.infer<typeof wireApplication>;

function keyIn(answer: Answer<Application>, instanceId: string): Answer<string> {
  if (!answer.ok) return answer;
  const key = answer.value.instances.find((each) => each.instance_id === instanceId)?.secret_key;
  return key?.startsWith("sk_")
    ? { ok: true, value: key }
    : { ok: false, failure: { kind: "unexpected_answer", status: 200 } };
}

async function call<T>(path: string, shape: z.ZodType<T>, more: Omit<Call, "url">): Promise<Answer<T>> {
  const { CLERK_PLATFORM_TOKEN, CLERK_PLATFORM_URL } = env();
  const answer = await request({
    ...more,
    url: new URL(`/v1/platform/applications${path}`, CLERK_PLATFORM_URL),
    headers: {
      authorization: `Bearer ${CLERK_PLATFORM_TOKEN}`,
      ...(more.body !== undefined && { "content-type": "application/json" }),
    },
    timeoutMs: more.changes ? seconds(15) : seconds(5),
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
