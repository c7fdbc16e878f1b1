import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

type Metrics = {
  registry: Registry;
  operations: Counter<"operation" | "result">;
  workerSilence: Gauge;
  noticesUnsent: Gauge<"channel" | "state">;
};
const held = globalThis as typeof globalThis & { sallyportMetrics?: Metrics };

/** What Prometheus may read. One registry a process, also across hot reloads. */
export function metrics(): Metrics {
  held.sallyportMetrics ??= build();
  return held.sallyportMetrics;
}

/** @param result `ok`, or the refusal's code: both from closed lists, so that labels stay few */
export const countOperation = (operation: string, result: string): void =>
  metrics().operations.inc({ operation, result });

function build(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "sallyport_" });
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
    workerSilence: new Gauge({
      name: "sallyport_worker_silence_seconds",
      help: "Seconds since any worker was last alive; -1 when never.",
      registers: [registry],
    }),
  };
}
