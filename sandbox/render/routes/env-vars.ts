import { randomBytes } from "node:crypto";
import type { Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { envAt, writeEnv } from "../environment";
import type { Service } from "../hosted-service";
import { type Api, act, RenderRefusal, read, readObject, requireService } from "./call";
import { takePage } from "./query";

/** Keys and values, in clear. A change waits for the next deploy. */
export function envVarRoutes(api: Api): Route[] {
  const now = () => api.platform.now();
  const valuesOf = (service: Service) => envAt(service, now());
  return [
    read(api, "/services/:id/env-vars", ({ params, query }) => page(valuesOf(requireService(api, params.id)), query)),
    read(api, "/services/:id/env-vars/:key", ({ params }) => {
      const { key = "" } = params;
      return { key, value: requireValue(valuesOf(requireService(api, params.id)), key) };
    }),
    act(api, "PUT /services/:id/env-vars/:key", (exchange) => {
      const service = requireService(api, exchange.params.id);
      const key = requireName(exchange.params.key);
      const value = readValue(readObject(exchange));
      writeEnv(service, { ...valuesOf(service), [key]: value }, now());
      return { status: 200, json: { key, value } };
    }),
    act(api, "DELETE /services/:id/env-vars/:key", ({ params }) => {
      const service = requireService(api, params.id);
      const { key = "" } = params;
      const { [key]: _gone, ...others } = valuesOf(service);
      requireValue(valuesOf(service), key);
      writeEnv(service, others, now());
      return { status: 204 };
    }),
    act(api, "PUT /services/:id/env-vars", (exchange) => {
      const service = requireService(api, exchange.params.id);
      const values = readValues(exchange);
      writeEnv(service, values, now());
      return { status: 200, json: page(values, new URLSearchParams({ limit: "100" })) };
    }),
  ];
}

function page(values: Record<string, string>, query: URLSearchParams) {
  const rows = Object.entries(values)
    .map(([id, value]) => ({ id, value }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return takePage(rows, query).map(({ row, cursor }) => ({ envVar: { key: row.id, value: row.value }, cursor }));
}

/** All of them at once: whatever the list leaves out is gone. */
function readValues(exchange: Exchange): Record<string, string> {
  const list = exchange.json();
  if (!Array.isArray(list)) throw new RenderRefusal(400, "invalid body: must be a list");
  return Object.fromEntries(
    list.map((each: unknown) => {
      const input = (each ?? {}) as Record<string, unknown>;
      return [requireName(input.key), readValue(input)];
    }),
  );
}

function readValue({ value, generateValue }: Record<string, unknown>): string {
  if (typeof value === "string") return value;
  if (generateValue === true) return randomBytes(32).toString("base64");
  throw new RenderRefusal(400, "value or generateValue is required");
}

/** @source Render documentation: letters, digits, `_`, `-` and `.`, not beginning with a digit */
function requireName(key: unknown): string {
  if (typeof key === "string" && /^[A-Za-z_.-][\w.-]*$/.test(key)) return key;
  throw new RenderRefusal(400, "invalid key");
}

function requireValue(values: Record<string, string>, key: string): string {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw new RenderRefusal(404, `not found: ${key}`);
  return value;
}
