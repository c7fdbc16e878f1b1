import "server-only";
import { env } from "@/lib/core/env";
import { type Answer, type Received, request } from "../request";
import { wireJwks, wireToken } from "./wire";

const at = (path: string): URL => new URL(path, env().IDP_BASE_URL);

/** Whether the app has booted. @source Rails, /up: 200, in any words */
export async function tryUp(timeoutMs: number): Promise<Answer<true>> {
  const answer = await request({ url: at("/up"), headers: { accept: "*/*" }, timeoutMs });
  return expected(answer, ({ status }) => (status === 200 ? true : null));
}

/** The kids of the published key set. */
export async function readKids(timeoutMs: number): Promise<Answer<string[]>> {
  const answer = await request({ url: at("/.well-known/jwks.json"), timeoutMs });
  return expected(answer, ({ status, body }) => {
    const parsed = wireJwks.safeParse(body);
    return status === 200 && parsed.success ? parsed.data.keys.flatMap(({ kid }) => kid ?? []) : null;
  });
}

/**
 * Whether a token is issued to a client that may nothing but this. The token is thrown away unread.
 * @source RFC 6749, 4.4 and 2.3.1: both halves are form-encoded before they are joined
 */
export async function tryToken(timeoutMs: number): Promise<Answer<true>> {
  const { IDP_PROBE_CLIENT_ID, IDP_PROBE_CLIENT_SECRET } = env();
  const client = [IDP_PROBE_CLIENT_ID, IDP_PROBE_CLIENT_SECRET].map(encodeURIComponent).join(":");
  const answer = await request({
    url: at("/oauth/token"),
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(client).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
    timeoutMs,
  });
  return expected(answer, ({ status, body }) => (status === 200 && wireToken.safeParse(body).success ? true : null));
}

function expected<T>(answer: Answer<Received>, read: (received: Received) => T | null): Answer<T> {
  if (!answer.ok) return answer;
  const value = read(answer.value);
  if (value !== null) return { ok: true, value };
  const { status } = answer.value;
  const isOurs = status === 401 || status === 403;
  return {
    ok: false,
    failure: isOurs ? { kind: "refused", status, code: null } : { kind: "unexpected_answer", status },
  };
}
