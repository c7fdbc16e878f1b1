import { STATUS_CODES } from "node:http";
import type { ClaimedEntry } from "./outbox";
import { type SigningKey, signWebhook } from "./sign";
import type { Attempt } from "./verdict";

const EXCERPT = 500;
const USER_AGENT = "identity-provider-webhooks/1.0";

export type PostOptions = { timeoutMs: number; signal: AbortSignal };

/** Sends one webhook and says what came back; undefined when the dispatcher stopped meanwhile. */
export async function postWebhook(
  url: string,
  entry: ClaimedEntry,
  key: SigningKey,
  { timeoutMs, signal }: PostOptions,
): Promise<Attempt | undefined> {
  const id = entry.idempotency_key;
  const timestamp = String(Math.floor(Date.now() / 1000));
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signWebhook(key, { id, timestamp, body: entry.body }),
      },
      body: entry.body,
    });
    return await readAttempt(response);
  } catch (error) {
    if (signal.aborted) return undefined;
    return { status: null, error: describeFailure(error, timeoutMs) };
  }
}

async function readAttempt(response: Response): Promise<Attempt> {
  const text = storable(await response.text());
  if (response.ok) return { status: response.status, error: null };
  const location = response.headers.get("location");
  const detail = location === null ? text : `Location: ${storable(location)}`;
  const reason = STATUS_CODES[response.status] ?? "Unknown";
  return { status: response.status, error: `${response.status} ${reason}${detail && `: ${detail}`}` };
}

function describeFailure(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return `Net::ReadTimeout: no answer within ${timeoutMs / 1000} s`;
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? `Errno::${String(cause.code)}: ` : "";
  return storable(`${code}${cause instanceof Error ? cause.message : String(cause)}`);
}

/** PostgreSQL stores every character but NUL. */
function storable(text: string): string {
  return text.slice(0, EXCERPT).replaceAll("\u0000", "").toWellFormed();
}
