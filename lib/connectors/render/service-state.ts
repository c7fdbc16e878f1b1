import "server-only";
import { minutes, seconds } from "@/lib/core/duration";
import type { Answer } from "../request";
import { readRender } from "./client";
import { type WireSeries, wireDeploys, wireMetric, wireService } from "./wire";

export type Deploy = {
  id: string;
  status: string;
  commit: string | null;
  createdAt: Date | null;
  finishedAt: Date | null;
  trigger?: string;
};

/** What the host knows of a service. It has no word for "well": that is made of these. */
export type ServiceState = {
  suspended: boolean;
  /** Suspended by the host itself, because it crashes again and again. */
  crashLooping: boolean;
  /** Newest first. */
  deploys: Deploy[];
  /** p95 of each of the last minutes in milliseconds, oldest first; empty where the host does not measure it. */
  p95Ms: number[];
  /** Share of requests answered 5xx within the last two minutes; null without requests. */
  errorShare: number | null;
};

const windowMs = minutes(5);
const errorsWithinMs = minutes(2);

/** @param serviceId `srv-…` @param timeoutMs of each of four reads, made at once */
export async function readServiceState(serviceId: string, timeoutMs: number): Promise<Answer<ServiceState>> {
  const id = encodeURIComponent(serviceId);
  const since = (ms: number): string => `&startTime=${new Date(Date.now() - ms).toISOString()}&resolutionSeconds=60`;
  const [service, deploys, latency, requests] = await Promise.all([
    readRender(`/v1/services/${id}`, wireService, timeoutMs),
    readRender(`/v1/services/${id}/deploys?limit=10`, wireDeploys, timeoutMs),
    readRender(`/v1/metrics/http-latency?resource=${id}&quantile=0.95${since(windowMs)}`, wireMetric, timeoutMs),
    readRender(
      `/v1/metrics/http-requests?resource=${id}&aggregateBy=statusCode${since(errorsWithinMs)}`,
      wireMetric,
      timeoutMs,
    ),
  ]);
  if (!service.ok) return service;
  if (!deploys.ok) return deploys;
  const suspenders = service.value.suspenders ?? [];
  return {
    ok: true,
    value: {
      suspended: service.value.suspended === "suspended",
      crashLooping: suspenders.includes("stuck_crashlooping"),
      deploys: deploys.value.map(({ deploy }) => ({
        id: deploy.id,
        status: deploy.status ?? "unknown",
        commit: deploy.commit?.id ?? null,
        createdAt: instant(deploy.createdAt),
        trigger: deploy.trigger ?? "unknown",
        finishedAt: instant(deploy.finishedAt),
      })),
      p95Ms: latency.ok ? latencies(latency.value) : [],
      errorShare: requests.ok ? shareOfErrors(requests.value) : null,
    },
  };
}

/** Some plans measure in seconds, some have no value for the newest minute yet. */
function latencies([series]: readonly WireSeries[]): number[] {
  const factor = series?.unit === "s" ? seconds(1) : 1;
  return (series?.values ?? []).flatMap(({ value }) => (typeof value === "number" ? value * factor : []));
}

function shareOfErrors(all: readonly WireSeries[]): number | null {
  const [total, failed] = [sum(all), sum(all.filter(isServerError))];
  return total > 0 ? failed / total : null;
}

const isServerError = ({ labels }: WireSeries): boolean =>
  (labels ?? []).some(({ field, value }) => field === "statusCode" && value.startsWith("5"));

const sum = (all: readonly WireSeries[]): number =>
  all.flatMap(({ values }) => values ?? []).reduce((total, { value }) => total + (value ?? 0), 0);

function instant(text: string | null | undefined): Date | null {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}
