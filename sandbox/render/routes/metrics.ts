import type { Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { METRICS, type Moments, type Series } from "../metrics";
import { type Api, RenderRefusal, read, requireService } from "./call";
import { readInstant, readList } from "./query";

const HOUR_MS = 3_600_000;
const FINEST_SECONDS = 30;
const MOST_MOMENTS = 1_500;

export function metricRoutes(api: Api): Route[] {
  return [read(api, "/metrics/:metric", (exchange) => answerMetric(api, exchange))];
}

function answerMetric(api: Api, { params, query }: Exchange): Series[] {
  const metric = METRICS[params.metric ?? ""];
  if (!metric) throw new RenderRefusal(404, "not found");
  const resources = [...readList(query, "resource"), ...readList(query, "service")];
  if (resources.length === 0) throw new RenderRefusal(400, "resource is required");
  const moments = readMoments(query, api.platform.now());
  const byStatus = query.get("aggregateBy") === "statusCode";
  return resources.flatMap((id) =>
    readQuantiles(params.metric === "http-latency" ? query : new URLSearchParams()).flatMap((quantile) =>
      metric(requireService(api, id), { moments, quantile, byStatus, telling: api.telling }),
    ),
  );
}

/** Whole steps, the last of which may still be going on. */
function readMoments(query: URLSearchParams, now: number): Moments {
  const stepSeconds = Number(query.get("resolutionSeconds") ?? 60);
  if (!Number.isFinite(stepSeconds) || stepSeconds < FINEST_SECONDS)
    throw new RenderRefusal(400, `invalid resolutionSeconds: must be at least ${FINEST_SECONDS}`);
  const end = readInstant(query, "endTime") ?? now;
  const start = readInstant(query, "startTime") ?? end - HOUR_MS;
  if (start > end) throw new RenderRefusal(400, "invalid startTime: must be before endTime");
  const stepMs = stepSeconds * 1000;
  const first = Math.ceil(start / stepMs) * stepMs;
  const count = Math.floor((Math.min(end, now) - first) / stepMs) + 1;
  if (count > MOST_MOMENTS) throw new RenderRefusal(400, "too many points: ask for a longer resolution");
  return { times: Array.from({ length: Math.max(0, count) }, (_, place) => first + place * stepMs), stepSeconds };
}

function readQuantiles(query: URLSearchParams): number[] {
  const quantiles = query.getAll("quantile").map(Number);
  if (quantiles.length === 0) return [0.95];
  if (quantiles.every((quantile) => quantile > 0 && quantile < 1)) return quantiles;
  throw new RenderRefusal(400, "invalid quantile: must lie between 0 and 1");
}
