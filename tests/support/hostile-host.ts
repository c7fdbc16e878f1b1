import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** How somebody answers a request, or does not. */
export type Manner = (response: ServerResponse, request: IncomingMessage) => void;

export type HostileHost = {
  url: string;
  /** From now on everything is answered like this. */
  behave(manner: Manner): void;
  /** Paths, of everything since the last change of manner. */
  asked(): string[];
  /** The most that any one connection took of what we had for it, since the last change of manner. */
  mostBytes(): number;
  /** When every connection is gone, but those that wait for the next request. */
  left(): Promise<void>;
  openConnections(): number;
  close(): Promise<void>;
};

/** Every neighbour at once, and none of them well: whoever asks gets what the test thought of. */
export async function startHostileHost(): Promise<HostileHost> {
  let manner: Manner = (response) => void response.writeHead(503).end();
  let asked: string[] = [];
  let taken: number[] = [];
  const sockets = new Set<Socket>();
  const answering = new Map<ServerResponse, Promise<unknown>>();
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const over = once(response, "close").then(() => {
      taken.push(request.socket.bytesWritten);
      answering.delete(response);
    });
    answering.set(response, over);
    manner(response, request);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    behave(next) {
      manner = next;
      [asked, taken] = [[], []];
      // What was kept open for the last manner is not counted for this one.
      server.closeIdleConnections();
    },
    asked: () => asked,
    mostBytes: () => Math.max(0, ...taken),
    async left() {
      while (answering.size > 0) await Promise.all(answering.values());
    },
    openConnections: () => sockets.size,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A neighbour's address for everything that the product asks over HTTP, and one app that is asked for its health. */
export const everywhere = (url: string): Record<string, string> => ({
  CLERK_API_URL: url,
  CLERK_FAPI_URL: url,
  MANAGED_CLERK_API_URL: url,
  MANAGED_CLERK_FRONTEND_URL: url,
  MANAGED_CLERK_STATUS_URL: url,
  IDP_BASE_URL: url,
  RENDER_API_URL: url,
  APPS: JSON.stringify([
    {
      id: "hostile",
      name: "Hostile",
      role: "app",
      environment: "production",
      hostedOn: "Render",
      url,
      healthUrl: `${url}/api/clerk-health`,
      renderServiceId: "srv-hostile00000000000000",
      clerkInstance: "managed",
      clerkSecretKeys: [],
    },
  ]),
});
