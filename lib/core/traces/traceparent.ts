import { type Context, isSpanContextValid, ROOT_CONTEXT, type TextMapPropagator, trace } from "@opentelemetry/api";

/** @source W3C Trace Context, 3.2 */
const shape = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export function traceparentOf(context: Context): string | null {
  const span = trace.getSpanContext(context);
  if (!span || !isSpanContextValid(span)) return null;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
}

/** What does not read as a traceparent begins nothing: the context stays as it was. */
export function contextOf(text: unknown, context: Context = ROOT_CONTEXT): Context {
  const [, traceId = "", spanId = "", flags = ""] = shape.exec(String(text)) ?? [];
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(span) ? trace.setSpanContext(context, span) : context;
}

/** Only `traceparent` passes between the parts of one request: no baggage, and no state in the caller's words. */
export const propagator: TextMapPropagator = {
  fields: () => ["traceparent"],
  inject(context, carrier, setter) {
    const text = traceparentOf(context);
    if (text !== null) setter.set(carrier, "traceparent", text);
  },
  extract: (context, carrier, getter) => contextOf([getter.get(carrier, "traceparent")].flat()[0], context),
};
