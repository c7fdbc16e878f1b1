import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean };
type Wire = {
  resourceSpans: {
    resource: { attributes: { key: string; value: Value }[] };
    scopeSpans: { spans: { traceId: string; spanId: string; parentSpanId?: string; name: string; kind: number }[] }[];
  }[];
};

/** A span as a collector is told of it. */
export type ToldSpan = {
  process: string;
  traceId: string;
  id: string;
  parent: string | undefined;
  name: string;
  kind: number;
};

/** OTLP's kinds. @source opentelemetry-proto, trace.proto */
export const spanKind = { inside: 1, server: 2, calls: 3, carriesOn: 5 };

/** Receives traces by OTLP/HTTP, as JSON, and keeps every word. */
export class Collector {
  readonly url: string;
  readonly said: string[] = [];
  readonly #server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (asked, answer) => {
      const chunks: Buffer[] = [];
      asked.on("data", (chunk: Buffer) => chunks.push(chunk));
      asked.on("end", () => {
        if (asked.url === "/v1/traces") this.said.push(Buffer.concat(chunks).toString("utf8"));
        answer.writeHead(200, { "content-type": "application/json" }).end("{}");
      });
    });
  }

  static async open(): Promise<Collector> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Collector(server);
  }

  spans(): ToldSpan[] {
    return this.said.flatMap((text) =>
      (JSON.parse(text) as Wire).resourceSpans.flatMap(({ resource, scopeSpans }) => {
        const named = resource.attributes.find(({ key }) => key === "sallyport.process");
        return scopeSpans.flatMap(({ spans }) =>
          spans.map(({ traceId, spanId: id, parentSpanId: parent, name, kind }) => ({
            process: named?.value.stringValue ?? "",
            traceId,
            id,
            parent,
            name,
            kind,
          })),
        );
      }),
    );
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
