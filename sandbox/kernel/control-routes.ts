import type { Controls } from "./control";
import type { Answer, Exchange } from "./exchange";
import type { Kernel } from "./kernel";
import { Refusal } from "./refusal";
import type { Route } from "./routing";

/** The control API, verb by verb. */
export function controlRoutes(kernel: Kernel, controls: Controls): Route[] {
  const { clock, faults, journal, scenarios } = kernel;
  return [
    route("GET", "/world", async () => ok(await controls.describe())),
    route("POST", "/reset", async () => {
      await controls.reset();
      return ok({ reset: true });
    }),
    route("GET", "/scenarios", () => ok(scenarios.list())),
    route("POST", "/scenarios/:name/start", async ({ params }) => {
      await scenarios.start(params.name ?? "");
      return ok(scenarios.list().find(({ name }) => name === params.name));
    }),
    route("POST", "/scenarios/:name/stop", async ({ params }) => {
      await scenarios.stop(params.name ?? "");
      return ok(scenarios.list().find(({ name }) => name === params.name));
    }),
    route("GET", "/faults", () => ok(faults.all())),
    route("PUT", "/faults/*name", (exchange) => ok(faults.set(exchange.params.name ?? "", exchange.json()))),
    route("DELETE", "/faults", () => {
      faults.clear();
      return { status: 204 };
    }),
    route("DELETE", "/faults/*name", ({ params }) => {
      faults.clear(params.name);
      return { status: 204 };
    }),
    route("GET", "/journal", ({ query }) =>
      ok(journal.entries({ neighbour: query.get("neighbour") ?? undefined, since: readInstant(query.get("since")) })),
    ),
    route("GET", "/clock", () => ok({ now: new Date(clock.now()).toISOString() })),
    route("POST", "/clock", (exchange) => {
      clock.advance(readNumber(readObject(exchange), "advanceSeconds", { high: 10 * 365 * 86_400 }));
      return ok({ now: new Date(clock.now()).toISOString() });
    }),
    route("POST", "/people/:email/roles", async (exchange) => {
      const { roles } = readObject(exchange);
      if (!Array.isArray(roles) || !roles.every((role) => typeof role === "string")) {
        throw new Refusal(400, "invalid_roles", "roles must be a list of texts; an empty list takes the role away.");
      }
      return ok(await controls.setRoles(exchange.params.email ?? "", roles));
    }),
    route("POST", "/outbox/generate", async (exchange) => {
      const order = readObject(exchange);
      const rows = readNumber(order, "rows", { high: 10_000_000, whole: true });
      const dead = readNumber({ dead: 0, ...order }, "dead", { high: rows, whole: true });
      return ok(await controls.generateOutbox({ rows, dead }));
    }),
  ];
}

function route(method: string, path: string, answer: Route["answer"]): Route {
  return { method, path, answer };
}

function ok(json: unknown): Answer {
  return { status: 200, json };
}

function readObject(exchange: Exchange): Record<string, unknown> {
  const body = exchange.json();
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new Refusal(400, "invalid_body", "The body must be a JSON object.");
}

function readNumber(body: Record<string, unknown>, key: string, bound: { high: number; whole?: boolean }): number {
  const value = body[key];
  const fits = typeof value === "number" && value >= 0 && value <= bound.high;
  if (fits && (!bound.whole || Number.isInteger(value))) return value;
  const kind = bound.whole ? "a whole number" : "a number";
  throw new Refusal(400, "invalid_number", `${key} must be ${kind} from 0 to ${bound.high}.`);
}

/** ISO 8601, or milliseconds since 1970. */
function readInstant(text: string | null): Date | undefined {
  if (text === null || text === "") return undefined;
  const instant = new Date(/^\d+$/.test(text) ? Number(text) : text);
  if (Number.isNaN(instant.getTime())) throw new Refusal(400, "invalid_instant", "since must be an ISO 8601 instant.");
  return instant;
}
