import { Agent, request } from "node:http";
import { offendingAnswer } from "./conformance";
import { world } from "./world";

export type Ask = {
  method?: string;
  /** Sent exactly as it stands here: tricks with paths must arrive. */
  path: string;
  headers?: Record<string, string | string[]>;
  cookies?: string;
  body?: string | Buffer | undefined;
  /** Another process of the console, which answers under the same name. */
  port?: number;
};

export type Answer = {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** @throws where the answer is no JSON */
  json(): Record<string, unknown>;
};

// A kept connection may be closed from there just when it is used again.
const agent = new Agent({ keepAlive: false, maxSockets: 8 });

/** One request to the built console, as bare as it gets: no redirect is followed, no header is added but Host. */
export function ask({ method = "GET", path, headers = {}, cookies, body, port: asked }: Ask): Promise<Answer> {
  const { host, port } = new URL(world().consoleUrl);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        hostname: "127.0.0.1",
        port: asked ?? port,
        method,
        path,
        headers: {
          host,
          ...(cookies ? { cookie: cookies } : {}),
          ...(body === undefined || headers["transfer-encoding"]
            ? {}
            : { "content-length": String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const named = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
          const answered = {
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(named) as Record<string, string>,
            text,
          };
          // Whatever a test asks the public API for, it is answered as it is described.
          const offence = method === "HEAD" ? null : offendingAnswer(method, path, answered);
          if (offence !== null) reject(new Error(offence));
          else resolve({ ...answered, json: () => JSON.parse(text) as Record<string, unknown> });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What a browser says when a person opens a page. */
export const asPage = {
  accept: "text/html,application/xhtml+xml",
  "sec-fetch-dest": "document",
  "sec-fetch-mode": "navigate",
  "sec-fetch-site": "none",
};

/** What Next's router says when it fetches a page for a document that is there already. */
export const asRouter = { accept: "*/*", rsc: "1", "sec-fetch-dest": "empty", "sec-fetch-site": "same-origin" };

/** What our own pages say when they poll. */
export const asPoll = { accept: "application/json", "sec-fetch-dest": "empty", "sec-fetch-site": "same-origin" };
