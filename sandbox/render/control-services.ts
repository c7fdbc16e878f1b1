import type { Exchange } from "../kernel/exchange";
import type { Route } from "../kernel/routing";
import { invalid, OUTCOMES, readObject, route } from "./control";
import type { Outcome } from "./deploy";
import { envAt, writeEnv } from "./environment";
import { NO_TROUBLE, type Service, type Trouble } from "./hosted-service";
import { JOB_FATES, type JobFate } from "./jobs/job";
import type { Api } from "./routes/call";

/** What a test may have in store for one service, and what somebody else does to it meanwhile. */
export function serviceControl({ platform }: Pick<Api, "platform">): Route[] {
  const of = ({ params }: Exchange): Service => platform.get(params.service ?? "");
  const trouble = <K extends keyof Trouble>(
    name: string,
    key: K,
    read: (exchange: Exchange) => Trouble[K],
  ): Route[] => [
    route("PUT", `/render/:service/${name}`, (exchange) => {
      of(exchange).trouble[key] = read(exchange);
      return of(exchange).trouble;
    }),
    route("DELETE", `/render/:service/${name}`, (exchange) => {
      of(exchange).trouble[key] = NO_TROUBLE[key];
      return of(exchange).trouble;
    }),
  ];
  return [
    ...trouble("next-deploy", "nextDeploy", (exchange) => oneOf(exchange, "outcome", OUTCOMES) as Outcome),
    ...trouble("next-job", "nextJob", (exchange) => oneOf(exchange, "fate", JOB_FATES) as JobFate),
    ...trouble("artifacts", "keptArtifacts", (exchange) => count(exchange, "kept")),
    ...trouble("convergence", "laggards", (exchange) => ({
      since: platform.now(),
      converged: count(exchange, "converged"),
    })),
    route("PUT", "/render/:service/env-vars/:key", (exchange) => {
      const { value } = readObject(exchange);
      if (typeof value !== "string") throw invalid("value must be a text");
      edit(of(exchange), { [exchange.params.key ?? ""]: value }, platform.now());
      return { key: exchange.params.key };
    }),
    route("DELETE", "/render/:service/env-vars/:key", (exchange) => {
      edit(of(exchange), { [exchange.params.key ?? ""]: undefined }, platform.now());
      return { deleted: exchange.params.key };
    }),
  ];
}

/** A colleague in the dashboard. */
function edit(service: Service, changes: Record<string, string | undefined>, now: number): void {
  const values = Object.entries({ ...envAt(service, now), ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  writeEnv(service, Object.fromEntries(values), now);
}

function oneOf(exchange: Exchange, name: string, choices: readonly string[]): string {
  const value = String(readObject(exchange)[name]);
  if (!choices.includes(value)) throw invalid(`${name} must be one of ${choices.join(", ")}`);
  return value;
}

function count(exchange: Exchange, name: string): number {
  const value = readObject(exchange)[name];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    throw invalid(`${name} must be a whole number from 0`);
  return value;
}
