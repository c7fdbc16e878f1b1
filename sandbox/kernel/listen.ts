import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A listening server. */
export type Listener = { port: number; close(): Promise<void> };

/** Binds loopback only: the sandbox must never be reachable from outside. Port 0 takes a free one. */
export async function listen(server: Server, port: number, owner: string): Promise<Listener> {
  // Longer than any client keeps an idle connection: the side that reuses it must be the one that closes it.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new Error(`Port ${port}, wanted by ${owner}, is taken on 127.0.0.1.`) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
