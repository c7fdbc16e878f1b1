import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Answer } from "./exchange";

/** Writes an answer as it is meant. */
export async function sendAnswer(response: ServerResponse, answer: Answer, jsonType: string): Promise<void> {
  if (answer.stream && response.req.method !== "HEAD") {
    response.writeHead(answer.status, answer.headers);
    // A reader that goes away midway is its own business.
    await pipeline(answer.stream, response).catch(() => undefined);
    return;
  }
  const body = bodyOf(answer);
  response.writeHead(answer.status, headersOf(answer, jsonType, body.length));
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Promises the whole body, sends half of it, and resets the connection. */
export function sendThenReset(response: ServerResponse, answer: Answer, jsonType: string): void {
  answer.stream?.destroy();
  const body = bodyOf(answer);
  const promised = Math.max(body.length, 2);
  response.writeHead(answer.status, headersOf(answer, jsonType, promised));
  const half = body.subarray(0, Math.floor(body.length / 2));
  response.write(half.length > 0 ? half : " ", () => setImmediate(() => response.socket?.resetAndDestroy()));
}

/** What an answer says, as bytes. */
export function bodyOf(answer: Answer): Buffer {
  if (answer.bytes) return answer.bytes;
  if (answer.text !== undefined) return Buffer.from(answer.text);
  return answer.json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.json));
}

function headersOf(answer: Answer, jsonType: string, length: number): OutgoingHttpHeaders {
  const type =
    answer.json !== undefined ? jsonType : answer.text !== undefined ? "text/plain; charset=utf-8" : undefined;
  return { ...(type && { "content-type": type }), "content-length": length, ...answer.headers };
}
