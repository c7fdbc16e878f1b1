import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Answer, Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import type { Deploy } from "../deploy";
import type { Service } from "../hosted-service";
import type { JobRunner } from "../jobs/runner";
import type { Limits } from "../limits";
import type { Telling } from "../metrics";
import type { Platform } from "../platform";

/** The API as one key meets it. The key may be another one tomorrow. */
export type Api = { platform: Platform; jobs: JobRunner; limits: Limits; apiKey: string; telling: Telling };

/** Answered in Render's error shape: a sentence, and rarely more. */
export class RenderRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A read that only the holder of the key may make. `handle` gives the body. */
export function read(api: Api, path: string, handle: (exchange: Exchange) => unknown): Route {
  return act(api, `GET ${path}`, (exchange) => ({ status: 200, json: handle(exchange) }));
}

/** Whatever only the holder of the key may do. @param call `POST /services/:id/restart` */
export function act(api: Api, call: string, handle: (exchange: Exchange) => Answer): Route {
  const [method = "", path] = call.split(" ");
  return {
    method,
    path: `/v1${path}`,
    answer(exchange) {
      try {
        requireKey(api, exchange);
        return answer(api, exchange, handle(exchange));
      } catch (error) {
        if (error instanceof RenderRefusal) return failure(api, error.status, exchange, error.message);
        throw error;
      }
    },
  };
}

/** @throws RenderRefusal 400 unless the body is a JSON object, and MalformedBody unless it is JSON */
export function readObject(exchange: Exchange): Record<string, unknown> {
  const body = exchange.json();
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new RenderRefusal(400, "invalid body: must be a JSON object");
}

const WORDS: Record<number, string> = {
  400: "bad request",
  401: "unauthorized",
  403: "forbidden",
  404: "not found",
  409: "conflict",
  429: "rate limit exceeded",
  503: "service unavailable",
};

/** @source recorded answers: `{"message": "..."}`, with the rate headers that every answer has */
export function failure(api: Api, status: number, exchange: Exchange | undefined, message?: string): Answer {
  const refused = answer(api, exchange, {
    status,
    json: { message: message ?? WORDS[status] ?? "internal server error" },
  });
  return status === 429 ? { ...refused, headers: { ...refused.headers, "ratelimit-remaining": "0" } } : refused;
}

export function requireService({ platform }: Api, id: string | undefined): Service {
  const service = platform.services().find((each) => each.id === id);
  if (!service) throw new RenderRefusal(404, `not found: ${id}`);
  return service;
}

export function requireDeploy({ deploys }: Service, id: string | undefined): Deploy {
  const deploy = deploys.find((each) => each.id === id);
  if (!deploy) throw new RenderRefusal(404, `not found: ${id}`);
  return deploy;
}

function answer({ limits }: Api, exchange: Exchange | undefined, given: Answer): Answer {
  const rate = limits.headers({ method: exchange?.method ?? "GET", path: exchange?.path ?? "/" });
  return { ...given, headers: { ...rate, "render-request-id": randomUUID() } };
}

function requireKey({ apiKey }: Api, { headers }: Exchange): void {
  const given = Buffer.from(/^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? "");
  const wanted = Buffer.from(apiKey);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) throw new RenderRefusal(401, "unauthorized");
}
