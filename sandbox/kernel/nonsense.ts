import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import type { Answer } from "./exchange";

/** What an answer can be instead of itself. `true` means `cut`. */
export const NONSENSE = ["cut", "html", "huge", "gzip-bomb", "redirect", "content-type"] as const;
export type Nonsense = (typeof NONSENSE)[number];

const MEGABYTE = 1024 * 1024;
const HUGE_MEGABYTES = 50;
/** A gibibyte once unpacked, some MiB on the wire: a gzip file may have any number of members. */
const BOMB_MEMBERS = 64;
const MEMBER_BYTES = 16 * MEGABYTE;

const LOGIN_PAGE = `<!DOCTYPE html><html><head><title>Sign in to the proxy</title></head><body>${"<p>Please sign in.</p>".repeat(40)}</body></html>`;

let member: Buffer | undefined;

/** Answers with something that nobody asked for. `body` is what the neighbour had meant to say. */
export async function sendNonsense(
  response: ServerResponse,
  kind: Nonsense,
  meant: { answer: Answer; body: Buffer; jsonType: string },
): Promise<void> {
  const { answer, body, jsonType } = meant;
  answer.stream?.destroy();
  if (kind === "huge") return stream(response, { "content-type": jsonType }, hugeJson());
  if (kind === "gzip-bomb")
    return stream(response, { "content-type": jsonType, "content-encoding": "gzip" }, bombMembers());
  if (kind === "redirect") return redirect(response);
  const [type, text] =
    kind === "html"
      ? ["text/html; charset=utf-8", Buffer.from(LOGIN_PAGE)]
      : kind === "content-type"
        ? ["application/octet-stream", body]
        : [jsonType, cut(body)];
  const status = kind === "html" ? 200 : answer.status;
  response.writeHead(status, { ...answer.headers, "content-type": type, "content-length": text.length });
  response.end(text);
}

/** To the same machine by another name: whoever follows it is seen in the journal, at this path. */
function redirect(response: ServerResponse): void {
  const port = response.socket?.localPort ?? 0;
  response.writeHead(302, { location: `http://localhost:${port}/followed`, "content-length": 0 });
  response.end();
}

/** A complete answer whose JSON stops in the middle. */
function cut(body: Buffer): Buffer {
  return body.length > 2 ? body.subarray(0, Math.ceil(body.length / 2)) : Buffer.from('{"broken');
}

/** Valid JSON for whoever has the patience. */
function* hugeJson(): Generator<Buffer> {
  yield Buffer.from('{"padding":"');
  const filling = Buffer.alloc(MEGABYTE, "x");
  for (let sent = 0; sent < HUGE_MEGABYTES; sent += 1) yield filling;
  yield Buffer.from('"}');
}

function* bombMembers(): Generator<Buffer> {
  member ??= gzipSync(Buffer.alloc(MEMBER_BYTES, " "), { level: 1 });
  for (let sent = 0; sent < BOMB_MEMBERS; sent += 1) yield member;
}

async function stream(response: ServerResponse, headers: Record<string, string>, body: Iterable<Buffer>) {
  response.writeHead(200, headers);
  // A reader that has had enough goes away midway, and is right.
  await pipeline(Readable.from(body), response).catch(() => undefined);
}
