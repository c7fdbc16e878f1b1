import { context, propagation, SpanKind, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { PrismaInstrumentation } from "@prisma/instrumentation";
import { seconds } from "../duration";
import { build, env } from "../env";
import { leaving } from "./leaving";
import { propagator } from "./traceparent";

/** Only somebody's request begins a trace. What a worker does on its rounds would bury those. */
class AtTheDoor implements Sampler {
  readonly #share: Sampler;
  readonly #never = new AlwaysOffSampler();
  constructor(share: Sampler) {
    this.#share = share;
  }
  shouldSample(...asked: Parameters<Sampler["shouldSample"]>): ReturnType<Sampler["shouldSample"]> {
    return asked[3] === SpanKind.SERVER ? this.#share.shouldSample(...asked) : this.#never.shouldSample();
  }
  toString(): string {
    return `AtTheDoor{${this.#share.toString()}}`;
  }
}

/**
 * Begins to send spans by OTLP/HTTP. The exporter reads its own variables (`OTEL_EXPORTER_OTLP_…`).
 * @returns how to send what has not been sent
 */
export function exportTraces(role: "web" | "worker"): () => Promise<void> {
  const { OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER_ARG } = env();
  const share = new TraceIdRatioBasedSampler(OTEL_TRACES_SAMPLER_ARG);
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        "service.name": OTEL_SERVICE_NAME,
        "service.version": build,
        "sallyport.process": role,
      }),
    ),
    // How much is kept is ours to say, whatever a caller's own trace says of itself.
    sampler: new ParentBasedSampler({
      root: new AtTheDoor(share),
      remoteParentSampled: share,
      remoteParentNotSampled: share,
    }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: reduced(new OTLPTraceExporter()), scheduledDelayMillis: seconds(1) }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(propagator);
  trace.setGlobalTracerProvider(provider);
  // What takes microseconds in our own process tells nobody anything.
  new PrismaInstrumentation({ ignoreSpanTypes: ["prisma:client:serialize", "prisma:client:compile"] }).enable();
  return () => provider.forceFlush({ timeoutMillis: seconds(2) });
}

const reduced = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => exporter.export(spans.map(leaving), done),
  forceFlush: async () => exporter.forceFlush?.(),
  shutdown: () => exporter.shutdown(),
});
