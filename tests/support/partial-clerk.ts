import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Fault = "hangs" | number;

export type PartialClerk = {
  url: string;
  /** What was asked for on this way, oldest first. */
  asked: { method: string | undefined; path: string; headers: IncomingHttpHeaders }[];
  /** From now on paths that begin like this are dead; the rest of Clerk goes on. */
  kill(path: string, fault: Fault): void;
  revive(): void;
  close(): Promise<void>;
};

/** A way to the sandbox's Clerk on which single paths can be dead while others answer: what a real outage looks like. */
export async function startPartialClerk(clerkUrl: string): Promise<PartialClerk> {
  const dead = new Map<string, Fault>();
  const asked: PartialClerk["asked"] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push({ method: request.method, path, headers: request.headers });
    const [, fault] = [...dead].find(([start]) => path.startsWith(start)) ?? [];
    if (fault === "hangs") return;
    if (fault !== undefined) return void response.writeHead(fault).end();
    void passOn(new URL(path, clerkUrl), request.headers as Record<string, string>, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}`,
    kill: (path, fault) => void dead.set(path, fault),
    revive: () => dead.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function passOn(url: URL, headers: Record<string, string>, response: ServerResponse): Promise<void> {
  const { host: _ours, connection: _hop, ...rest } = headers;
  try {
    const answer = await fetch(url, { headers: rest, redirect: "manual" });
    const body = Buffer.from(await answer.arrayBuffer());
    const kept = ["content-type", "location"].map((name) => [name, answer.headers.get(name)] as const);
    const sent = kept.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    response.writeHead(answer.status, Object.fromEntries(sent)).end(body);
  } catch {
    response.destroy();
  }
}
