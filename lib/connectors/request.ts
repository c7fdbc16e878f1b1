import "server-only";
import { request as askPlainly, type IncomingMessage, Agent as PlainAgent, type RequestOptions } from "node:http";
import { request as askByTls, Agent as TlsAgent } from "node:https";
import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { seconds } from "@/lib/core/duration";
import { deadline } from "@/lib/core/patience";
import { traced } from "@/lib/core/traces/span";
import { isForbidden, lookup } from "./lookup";

/** How a call to an outside system can fail. Closed: callers decide on these words, never on a vendor's. */
export type Failure =
  | { kind: "unreachable" }
  | { kind: "timed_out" }
  /** There is somebody, and TLS does not say that it is who was asked for: expired, self-signed, another name, too old. */
  | { kind: "untrusted" }
  | { kind: "refused"; status: number; code: string | null }
  | { kind: "rate_limited"; retryAfterSeconds: number | null }
  | { kind: "unexpected_answer"; status: number }
  | { kind: "unknown_outcome" };

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export type Call = {
  url: URL;
  method?: "GET" | "POST" | "PUT" | "PATCH";
  headers?: Record<string, string>;
  /** Sent as it is; say its content type in the headers. */
  body?: string;
  timeoutMs?: number;
  /** How long a pause that the other side asks for is believed; 60 s unless told. */
  retryAfterCapSeconds?: number;
  /** It changes something there: what may have been heard and was not answered is `unknown_outcome`, never `timed_out`. */
  changes?: true;
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
  /** How long it may be kept, and how long it was kept on the way, as the answer says. */
  cacheControl: string | null;
  ageSeconds: number | null;
};

const bodyCapBytes = 1024 * 1024;
const retryAfterCapSeconds = 60;

/** As many connections to one address as are open at once, and how long an idle one is kept. */
const kept = { keepAlive: true, maxSockets: 32, maxFreeSockets: 4, timeout: seconds(4) };
const plain = new PlainAgent(kept);
const byTls = new TlsAgent(kept);
// Said here so that nothing in the environment can unsay them.
const verified = { minVersion: "TLSv1.2", rejectUnauthorized: true } as const; // guard: tls-verified

/**
 * One HTTP call: own deadline, no redirects, nothing unpacked, body capped at 1 MiB. Reads that fail in passing are not retried here:
 * the caller's deadline is shorter than any honest pause. Its trace stays here: no vendor is told of it.
 * @param call.timeoutMs total time for the answer with its body; 5 s unless told
 */
export function request(call: Call): Promise<Answer<Received>> {
  const { url, method = "GET" } = call;
  const known = {
    "http.request.method": method,
    "server.address": url.hostname,
    "server.port": Number(url.port) || undefined,
  };
  const calling = async (span: Span): Promise<Answer<Received>> => {
    const answer = await requested(call);
    if (answer.ok) span.setAttribute("http.response.status_code", answer.value.status);
    else span.setAttribute("error.type", answer.failure.kind).setStatus({ code: SpanStatusCode.ERROR });
    return answer;
  };
  return traced(`${method} ${url.host}`, known, calling, "calls");
}

async function requested(call: Call): Promise<Answer<Received>> {
  const { signal, off } = deadline(call.timeoutMs ?? seconds(5)); // guard: total-deadline
  try {
    const response = await ask(call, signal);
    const status = response.statusCode ?? 0;
    const text = await readCapped(response);
    if (text === null && call.changes) return { ok: false, failure: { kind: "unknown_outcome" } };
    if (text === null) return { ok: false, failure: { kind: "unexpected_answer", status } };
    const wanted = retryAfter(response, call.retryAfterCapSeconds ?? retryAfterCapSeconds);
    if (status === 429) return { ok: false, failure: { kind: "rate_limited", retryAfterSeconds: wanted } };
    const { location = null, age, "cache-control": cacheControl = null } = response.headers;
    const ageSeconds = age !== undefined && /^\d{1,9}$/.test(age) ? Number(age) : null;
    const body = isJson(response) ? parse(text) : null;
    return {
      ok: true,
      value: { status, body, text, location, retryAfterSeconds: wanted, cacheControl, ageSeconds },
    };
  } catch (error) {
    if (call.changes && !neverLeft(error)) return { ok: false, failure: { kind: "unknown_outcome" } }; // guard: unknown-outcome
    return { ok: false, failure: signal.aborted ? { kind: "timed_out" } : failureOf(error) };
  } finally {
    off();
  }
}

async function ask(call: Call, signal: AbortSignal): Promise<IncomingMessage> {
  if (isForbidden(call.url.hostname)) throw new Error("an address that nobody calls");
  // On a kept connection nobody would know whether a change arrived.
  if (call.changes || (call.method ?? "GET") !== "GET") return send(call, signal, false); // guard: change-sent-once
  return send(call, signal, true).catch((error: unknown) => {
    if (error instanceof Closed && error.reused) return send(call, signal, false);
    throw error;
  });
}

/** Nobody took the call: no name, no door, or nobody that is to be trusted. Only then is it certain that nothing was heard. */
function neverLeft(error: unknown): boolean {
  const { code } = (error instanceof Closed ? error.cause : error) as { code?: unknown };
  return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(String(code)) || failureOf(error).kind === "untrusted";
}

/** The connection ended before an answer began. On one that was kept from before, that says nothing of the other side. */
class Closed extends Error {
  readonly reused: boolean;
  constructor(cause: Error, reused: boolean) {
    super(cause.message, { cause });
    this.reused = reused;
  }
}

function send(
  { url, method = "GET", headers, body }: Call,
  signal: AbortSignal,
  keep: boolean,
): Promise<IncomingMessage> {
  const isTls = url.protocol === "https:";
  const options: RequestOptions & typeof verified = {
    ...verified,
    method,
    // What comes packed may be a thousand times as much.
    headers: { accept: "application/json", "accept-encoding": "identity", "user-agent": "sallyport", ...headers },
    lookup,
    signal,
    agent: keep && (isTls ? byTls : plain),
  };
  return new Promise((resolve, reject) => {
    const asked = (isTls ? askByTls : askPlainly)(url, options, resolve);
    asked.on("error", (error: NodeJS.ErrnoException) =>
      reject(/^(ECONNRESET|EPIPE)$/.test(error.code ?? "") ? new Closed(error, asked.reusedSocket) : error),
    );
    asked.end(body);
  });
}

/** @returns null for more than 1 MiB, and for what comes packed although it was asked for as it is: nobody honest says so much */
async function readCapped(response: IncomingMessage): Promise<string | null> {
  const { "content-encoding": packed = "identity" } = response.headers;
  if (packed !== "identity") return leave(response); // guard: nothing-unpacked
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > bodyCapBytes) return leave(response); // guard: body-cap
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function leave(response: IncomingMessage): null {
  response.destroy();
  return null;
}

function failureOf(error: unknown): Failure {
  const { code = "" } = (error instanceof Closed ? error.cause : error) as { code?: string };
  if (/CERT|^ERR_(TLS|SSL)_|^EPROTO$|^UNABLE_TO_/.test(code)) return { kind: "untrusted" };
  // What can't be read as HTTP at all is an answer, too.
  if (code.startsWith("HPE_")) return { kind: "unexpected_answer", status: 0 };
  return { kind: "unreachable" };
}

const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/([\w.+-]+\+)?json\b/i.test(headers["content-type"] ?? ""); // guard: says-json

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Seconds, or an HTTP date; of a 429 also what its rate header says. @source RFC 9110, 10.2.3; Render: Ratelimit-Reset, in seconds */
function retryAfter({ headers, statusCode }: IncomingMessage, capSeconds: number): number | null {
  const reset = statusCode === 429 ? String(headers["ratelimit-reset"] ?? "") : "";
  // One page of theirs says that it is an instant; that one tells no pause.
  const header = headers["retry-after"] ?? (Number(reset) > 1e9 ? "" : reset);
  if (!header) return null;
  const value = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1_000);
  return Number.isFinite(value) && value > 0 ? Math.min(value, capSeconds) : null;
}
