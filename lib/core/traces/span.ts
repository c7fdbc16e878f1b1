import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { contextOf, traceparentOf } from "./traceparent";

type Kind = "inside" | "calls" | "carries-on";
const kinds = { inside: SpanKind.INTERNAL, calls: SpanKind.CLIENT, "carries-on": SpanKind.CONSUMER } as const;

/**
 * Does the work as a span of the trace that is under way. Where none is, or traces are off, it only does the work.
 * @param name from a closed list: it leaves the house. So do attributes, of which `leaving.ts` lets pass what it knows
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
  kind: Kind = "inside",
): Promise<T> {
  return trace.getTracer("sallyport").startActiveSpan(name, { attributes, kind: kinds[kind] }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      const thrown = error instanceof Error ? error.name : "Thrown";
      span.setAttribute("error.type", thrown).setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Where we are in a trace, in a form that a row can keep; null where there is none. */
export const traceparent = (): string | null => traceparentOf(context.active());

/** The trace that a line of the log belongs to. */
export const traceId = (): string | undefined => trace.getActiveSpan()?.spanContext().traceId;

/**
 * Goes on with the trace of whoever asked for this: a row has carried it from their process to this one.
 * @param kept what `traceparent` said there
 */
export const carryOn = <T>(kept: string | null, name: string, attributes: Attributes, work: () => Promise<T>) =>
  kept === null ? work() : context.with(contextOf(kept), () => traced(name, attributes, work, "carries-on"));
