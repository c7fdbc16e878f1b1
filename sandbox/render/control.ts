import { randomUUID } from "node:crypto";
import type { Exchange } from "../kernel/exchange";
import { Refusal } from "../kernel/refusal";
import type { Route } from "../kernel/routing";
import type { Outcome } from "./deploy";
import type { Suspender } from "./hosted-service";
import { lettersOf, newId } from "./ids";
import { PLAINLY, type Telling } from "./metrics";
import type { Platform } from "./platform";
import type { Api } from "./routes/call";
import { commitId } from "./seed/hosted-services";

export const OUTCOMES = ["live", "build_failed", "pre_deploy_failed", "update_failed", "canceled"];
const SUSPENDERS = ["admin", "billing", "user", "parent_service", "stuck_crashlooping"];

/**
 * What a test may do at the host by hand: `POST /render/{service}/deploys`, `PUT` and `DELETE /render/{service}/suspension`, and
 * `PUT /render/metrics` for how metrics are told.
 */
export function renderControl(platform: Platform, telling: Telling): Route[] {
  const suspensions = new Map<string, () => void>();
  return [
    route("POST", "/render/:service/deploys", (exchange) => {
      const { outcome = "live", message = "A push", secondsAgo = 0, flaw } = readObject(exchange);
      if (!OUTCOMES.includes(String(outcome))) throw invalid(`outcome must be one of ${OUTCOMES.join(", ")}`);
      if (typeof secondsAgo !== "number" || !(secondsAgo >= 0)) throw invalid("secondsAgo must be a number from 0");
      const id = commitId(newId("push"));
      const commit = { id, message: String(message), createdAt: platform.now(), flaw: readFlaw(flaw) };
      return platform.deploy(exchange.params.service ?? "", { commit, outcome: outcome as Outcome, secondsAgo });
    }),
    route("PUT", "/render/:service/suspension", (exchange) => {
      const { suspender } = readObject(exchange);
      const slug = exchange.params.service ?? "";
      if (!SUSPENDERS.includes(String(suspender))) throw invalid(`suspender must be one of ${SUSPENDERS.join(", ")}`);
      suspensions.get(slug)?.();
      suspensions.set(slug, platform.suspend(slug, suspender as Suspender));
      return { suspended: slug };
    }),
    route("DELETE", "/render/:service/suspension", ({ params }) => {
      suspensions.get(params.service ?? "")?.();
      suspensions.delete(params.service ?? "");
      return { resumed: params.service };
    }),
    route("PUT", "/render/metrics", (exchange) => {
      const { latencyUnit = "ms", newestIsNull = false } = readObject(exchange);
      if (latencyUnit !== "ms" && latencyUnit !== "s") throw invalid("latencyUnit must be ms or s");
      return Object.assign(telling, { ...PLAINLY, latencyUnit, newestIsNull: newestIsNull === true });
    }),
  ];
}

/** `PUT /render/api-key` makes a new key: the old one is nobody's any more. `DELETE` brings it back. */
export function keyControl(api: Api, firstKey: string): Route[] {
  return [
    route("PUT", "/render/api-key", () => {
      api.apiKey = `rnd_sandbox_${lettersOf(randomUUID())}`;
      return { apiKey: api.apiKey };
    }),
    route("DELETE", "/render/api-key", () => {
      api.apiKey = firstKey;
      return { restored: true };
    }),
  ];
}

export function route(method: string, path: string, act: (exchange: Exchange) => unknown): Route {
  return { method, path, answer: (exchange) => ({ status: 200, json: act(exchange) }) };
}

function readFlaw(value: unknown): { status?: number; latencyMs?: number } {
  const { status, latencyMs } = (value ?? {}) as Record<string, unknown>;
  return {
    ...(typeof status === "number" && { status }),
    ...(typeof latencyMs === "number" && { latencyMs }),
  };
}

export function readObject(exchange: Exchange): Record<string, unknown> {
  const body = exchange.body.length === 0 ? {} : exchange.json();
  if (typeof body === "object" && body !== null) return body as Record<string, unknown>;
  throw invalid("the body must be a JSON object");
}

export const invalid = (sentence: string): Refusal => new Refusal(400, "invalid_render", `${sentence}.`);
