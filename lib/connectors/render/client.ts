import "server-only";
import type { z } from "zod";
import { env } from "@/lib/core/env";
import { type Answer, request } from "../request";

/**
 * A read of Render's API. Nothing is tried twice: the next look comes soon enough, and the key has one budget for all.
 * @param path from `/v1/…` on, with its query
 * @param shape what the answer must look like; anything else is `unexpected_answer`
 * @source Render public API v1; 400 reads a minute and user
 */
export async function readRender<T>(path: string, shape: z.ZodType<T>, timeoutMs: number): Promise<Answer<T>> {
  const { RENDER_API_URL, RENDER_API_KEY } = env();
  const url = new URL(path, RENDER_API_URL);
  const answer = await request({ url, headers: { authorization: `Bearer ${RENDER_API_KEY}` }, timeoutMs });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status >= 400 && status < 500) return { ok: false, failure: { kind: "refused", status, code: null } };
  const parsed = shape.safeParse(body);
  if (status !== 200 || !parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  return { ok: true, value: parsed.data };
}
