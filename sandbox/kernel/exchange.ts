import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";

/** One request as a neighbour sees it, its body already read. */
export type Exchange = {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Record<string, string | undefined>;
  cookies: Record<string, string>;
  body: Buffer;
  text(): string;
  /** @throws MalformedBody when the body is not JSON. */
  json(): unknown;
  form(): URLSearchParams;
  /** What the route's path named, decoded. */
  params: Record<string, string>;
};

export type Answer = {
  status: number;
  headers?: Record<string, string | string[]>;
  json?: unknown;
  text?: string;
  bytes?: Buffer;
  stream?: Readable;
};

/** The body cannot be read as what it claims to be; the server answers 400. */
export class MalformedBody extends Error {}

/** The body is larger than any neighbour accepts; the server answers 413. */
export class OversizedBody extends Error {}

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

export async function readExchange(request: IncomingMessage): Promise<Exchange> {
  const url = new URL(request.url ?? "/", "http://loopback");
  const body = await readBody(request);
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: flatten(request.headers),
    cookies: readCookies(request.headers.cookie),
    body,
    text: () => body.toString("utf8"),
    json: () => parseJson(body.toString("utf8")),
    form: () => new URLSearchParams(body.toString("utf8")),
    params: {},
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) throw new OversizedBody(`The body is larger than ${BODY_LIMIT_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatten(headers: IncomingMessage["headers"]): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}

function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0) cookies[pair.slice(0, equals).trim()] = pair.slice(equals + 1).trim();
  }
  return cookies;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedBody("The body is not JSON.");
  }
}
