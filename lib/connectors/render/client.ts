import "server-only";
import type { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { type Answer, type Call, type Received, request } from "../request";

/** @source design: house §5 (5 s for a read, 15 s for a write) */
export const readTimeoutMs = seconds(5);
const writeTimeoutMs = seconds(15);

/**
 * A read of Render's API. Nothing is tried twice: the next look comes soon enough, and the key has one budget for all.
 * @param path from `/v1/…` on, with its query
 * @param shape what the answer must look like; anything else is `unexpected_answer`
 * @source Render public API v1; 400 reads a minute and user
 */
export async function readRender<T>(path: string, shape: z.ZodType<T>, timeoutMs: number): Promise<Answer<T>> {
  const answer = await call(path, { timeoutMs });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (isRefusal(status)) return { ok: false, failure: { kind: "refused", status, code: null } };
  const parsed = shape.safeParse(body);
  if (status !== 200 || !parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  return { ok: true, value: parsed.data };
}

/** `body`: goes out as JSON; some calls have none. */
export type RenderWrite = { method: "POST" | "PUT" | "PATCH"; path: string; body?: object };

/**
 * A change at Render, asked for exactly once: none of them knows a repeated call, so what was not answered is `unknown_outcome`, and
 * only a look can tell. A fault of theirs (5xx) is no answer, either.
 * @param shape of the body; an empty body, which some calls answer, is null
 * @source Render public API v1: 202 with an empty body for a queued deploy, suspend and resume; 200 with an empty one for a restart
 */
export async function writeRender<T>(
  { method, path, body }: RenderWrite,
  shape: z.ZodType<T>,
): Promise<Answer<T | null>> {
  const answer = await call(path, {
    method,
    changes: true,
    timeoutMs: writeTimeoutMs,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!answer.ok) return answer;
  const { status, text, body: said } = answer.value;
  if (isRefusal(status)) return { ok: false, failure: { kind: "refused", status, code: null } };
  if (status >= 300 && status < 400) return { ok: false, failure: { kind: "unexpected_answer", status } };
  if (status < 200 || status >= 300) return { ok: false, failure: { kind: "unknown_outcome" } };
  if (text.trim() === "") return { ok: true, value: null };
  const parsed = shape.safeParse(said);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: { kind: "unknown_outcome" } };
}

/** A path below `/v1/services`, from ids that came from somewhere. */
export const servicePath = (serviceId: string, ...more: readonly string[]): string =>
  ["/v1/services", ...[serviceId, ...more].map(encodeURIComponent)].join("/");

/** Nobody waits for it here: it is told. @source Render: jobs are counted by the hour */
const longestPauseTold = 3_600;

function call(path: string, { headers, ...rest }: Omit<Call, "url">): Promise<Answer<Received>> {
  const { RENDER_API_URL, RENDER_API_KEY } = env();
  const url = new URL(path, RENDER_API_URL);
  const retryAfterCapSeconds = longestPauseTold;
  return request({
    url,
    retryAfterCapSeconds,
    headers: { authorization: `Bearer ${RENDER_API_KEY}`, ...headers },
    ...rest,
  });
}

const isRefusal = (status: number): boolean => status >= 400 && status < 500;
