import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { build } from "./env";

type Metrics = ReturnType<typeof register>;
/** How often something ended so. */
export type Done = { operation: string; result: string; count: number };

const held = globalThis as typeof globalThis & { sallyportMetrics?: Metrics; sallyportCounts?: Map<string, Done> };
held.sallyportCounts ??= new Map();
const counts = held.sallyportCounts;

/** What Prometheus may read. One registry a process, also across hot reloads. */
export function metrics(): Metrics {
  held.sallyportMetrics ??= register();
  return held.sallyportMetrics;
}

/** @param result `ok`, `failed`, or the refusal's code: all from closed lists, so that labels stay few */
export function countOperation(operation: string, result: string): void {
  metrics().operations.inc({ operation, result });
  const key = `${operation} ${result}`;
  counts.set(key, { operation, result, count: (counts.get(key)?.count ?? 0) + 1 });
}

/** What was counted here since somebody took it last. A worker writes it down, for a web process to tell. */
export function takeCounts(): Done[] {
  const taken = [...counts.values()];
  counts.clear();
  return taken;
}

function register() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "sallyport_" });
  new Gauge({
    name: "sallyport_build_info",
    help: "Always 1; which build this process is.",
    labelNames: ["build"],
    registers: [registry],
  }).set({ build }, 1);
  return {
    registry,
    operations: new Counter({
      name: "sallyport_operations_total",
      help: "Operations by name and how they ended: ok, or the refusal code.",
      labelNames: ["operation", "result"],
      registers: [registry],
    }),
    noticesUnsent: new Gauge({
      name: "sallyport_notices_unsent",
      help: "Notices that did not get out, by channel: waiting for an attempt, or dead.",
      labelNames: ["channel", "state"],
      registers: [registry],
    }),
    workerOperations: new Counter({
      name: "sallyport_worker_operations_total",
      help: "What all workers have done, by operation and how it ended: ok, the refusal code, or failed.",
      labelNames: ["operation", "result"],
      registers: [registry],
    }),
    jobs: new Gauge({
      name: "sallyport_jobs",
      help: "Durable jobs by queue: waiting, running, failed.",
      labelNames: ["queue", "state"],
      registers: [registry],
    }),
    jobsOldest: new Gauge({
      name: "sallyport_jobs_oldest_waiting_seconds",
      help: "For how long the oldest job of a queue has been due; 0 when none waits.",
      labelNames: ["queue"],
      registers: [registry],
    }),
    deliveriesDead: new Gauge({
      name: "sallyport_deliveries_dead",
      help: "Dead deliveries, each relying party up to 2000; -1 when the identity provider's database does not answer.",
      registers: [registry],
    }),
    verdict: new Gauge({
      name: "sallyport_triage_verdict",
      help: "1 for what is wrong now, by category and severity; nothing when nobody has looked.",
      labelNames: ["category", "severity"],
      registers: [registry],
    }),
    verdictAge: new Gauge({
      name: "sallyport_triage_age_seconds",
      help: "Seconds since the neighbours were last looked at; -1 when never.",
      registers: [registry],
    }),
    workerSilence: new Gauge({
      name: "sallyport_worker_silence_seconds",
      help: "Seconds since any worker was last alive; -1 when never.",
      registers: [registry],
    }),
  };
}
