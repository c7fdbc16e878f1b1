import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";
import { type Neighbour, serve } from "../../sandbox/kernel/server";

/** A neighbour of the tests' own: echoes, counts, and has parts with faults of their own. */
export type Post = { kernel: Kernel; url: string; served: string[]; close(): Promise<void> };

export async function startPost(): Promise<Post> {
  const kernel = createKernel();
  const served: string[] = [];
  const neighbour: Neighbour = {
    name: "post",
    routes: [
      { method: "GET", path: "/letters/:id", answer: ({ params }) => ({ status: 200, json: { letter: params.id } }) },
      {
        method: "POST",
        path: "/letters",
        answer(exchange) {
          served.push(exchange.text());
          return { status: 201, json: { received: exchange.json() } };
        },
      },
      { method: "GET", path: "/bundles/*rest", answer: ({ params }) => ({ status: 200, json: { rest: params.rest } }) },
      {
        method: "GET",
        path: "/broken",
        answer() {
          throw new Error("a bug of this neighbour");
        },
      },
    ],
    faultName: ({ path }) => (path.startsWith("/letters/") ? [`post/${path.split("/")[2]}`] : []),
    failure: (status) => ({ status, json: { problem: status } }),
  };
  const listener = await serve(neighbour, 0, kernel);
  return { kernel, served, url: `http://127.0.0.1:${listener.port}`, close: () => listener.close() };
}
