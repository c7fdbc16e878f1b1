import "server-only";
import { type Answer, request } from "../request";
import { wireHealth } from "./wire";

/** How an app says that it is. Null: it does not say. */
export type AppHealth = {
  /** Its own word on itself as a whole. */
  saysOk: boolean | null;
  clerkReachable: boolean | null;
  middlewareOk: boolean | null;
  sessionErrors5m: number | null;
  webhookReceiverOk: boolean | null;
  commit: string | null;
  /** The first eight hex digits of the SHA-256 of its Clerk secret key. */
  keyFingerprint: string | null;
};

/** Reads an app's health page, which is JSON with any of these fields: a page in other words is not its health. */
export async function readAppHealth(url: string, timeoutMs: number): Promise<Answer<AppHealth>> {
  const answer = await request({ url: new URL(url), timeoutMs });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) return { ok: false, failure: { kind: "unexpected_answer", status } };
  const parsed = wireHealth.safeParse(body);
  if (!parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  const { ok, clerk, middleware, sessionErrors5m, webhookReceiver, commit } = parsed.data;
  return {
    ok: true,
    value: {
      saysOk: ok ?? null,
      clerkReachable: clerk?.reachable ?? null,
      middlewareOk: middleware?.ok ?? null,
      sessionErrors5m: sessionErrors5m ?? null,
      webhookReceiverOk: webhookReceiver?.ok ?? null,
      commit: looksLike(/^[0-9a-f]{7,40}$/, commit),
      keyFingerprint: looksLike(/^[0-9a-f]{8}$/, clerk?.secretKeyFingerprint),
    },
  };
}

const looksLike = (shape: RegExp, text: string | null | undefined): string | null =>
  text && shape.test(text) ? text : null;
