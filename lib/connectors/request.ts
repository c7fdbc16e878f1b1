import "server-only";
import { seconds } from "@/lib/core/duration";

/** How a call to an outside system can fail. Closed: callers decide on these words, never on a vendor's. */
export type Failure =
  | { kind: "unreachable" }
  | { kind: "timed_out" }
  | { kind: "refused"; status: number; code: string | null }
  | { kind: "rate_limited"; retryAfterSeconds: number | null }
  | { kind: "unexpected_answer"; status: number }
  | { kind: "unknown_outcome" };

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export type Call = {
  url: URL;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  /** Sent as it is; say its content type in the headers. */
  body?: string;
  timeoutMs?: number;
  /** How long a pause that the other side asks for is believed; 60 s unless told. */
  retryAfterCapSeconds?: number;
};

export type Received = {
  status: number;
  /** The parsed JSON body, or null where it is not JSON, or does not say that it is. */
  body: unknown;
  text: string;
  /** Where a redirect leads; nobody follows it. */
  location: string | null;
  /** The pause that the other side asked for. */
  retryAfterSeconds: number | null;
};

const bodyCapBytes = 1024 * 1024;
const retryAfterCapSeconds = 60;

/**
 * One HTTP call: own deadline, no redirects, body capped at 1 MiB. Reads that fail in passing are not retried here: the caller's
 * deadline is shorter than any honest pause.
 * @param call.timeoutMs total time for the answer with its body; 5 s unless told
 */
export async function request(call: Call): Promise<Answer<Received>> {
  try {
    const response = await fetch(call.url, {
      method: call.method ?? "GET",
      headers: { accept: "application/json", ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(call.timeoutMs ?? seconds(5)),
    });
    const text = await readCapped(response);
    if (text === null) return { ok: false, failure: { kind: "unexpected_answer", status: response.status } };
    const wanted = retryAfter(response, call.retryAfterCapSeconds ?? retryAfterCapSeconds);
    if (response.status === 429) return { ok: false, failure: { kind: "rate_limited", retryAfterSeconds: wanted } };
    const { status } = response;
    const location = response.headers.get("location");
    return {
      ok: true,
      value: { status, body: isJson(response) ? parse(text) : null, text, location, retryAfterSeconds: wanted },
    };
  } catch (error) {
    const timedOut = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    return { ok: false, failure: { kind: timedOut ? "timed_out" : "unreachable" } };
  }
}

const isJson = (response: Response): boolean =>
  /^application\/([\w.+-]+\+)?json\b/i.test(response.headers.get("content-type") ?? "");

/** @returns null for more than 1 MiB, unpacked: nobody honest has so much to say */
async function readCapped(response: Response): Promise<string | null> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > bodyCapBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Seconds, or an HTTP date. @source RFC 9110, 10.2.3 */
function retryAfter(response: Response, capSeconds: number): number | null {
  const header = response.headers.get("retry-after");
  if (!header) return null;
  const value = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1_000);
  return Number.isFinite(value) && value > 0 ? Math.min(value, capSeconds) : null;
}
