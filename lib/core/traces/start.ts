import { env } from "../env";

const nothing = async (): Promise<void> => undefined;

/**
 * Traces are off, and none of their code is loaded, unless somewhere to send them is set.
 * @returns how to send what has not been sent
 */
export async function startTraces(role: "web" | "worker"): Promise<() => Promise<void>> {
  if (env().OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return nothing;
  const { exportTraces } = await import("./export");
  const flush = exportTraces(role);
  return () => flush().catch(nothing);
}
