import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** All that a span may say of itself outside of the house. Addresses, questions, headers, values and messages are not among it. */
const sayable = new Set([
  "sallyport.operation",
  "sallyport.request_id",
  "sallyport.result",
  "server.address",
  "server.port",
  "http.request.method",
  "http.response.status_code",
  "error.type",
  // Of Next.
  "next.span_type",
  "next.route",
  "next.rsc",
  "http.route",
  "http.method",
  "http.status_code",
  // Of Prisma.
  "db.system",
  "db.system.name",
  "db.query.text",
  "method",
  "model",
]);
const longest = 1_000;

/** A span as it leaves: what is not named here stays. A collector is somebody else's, and keeps what it is told. */
export const leaving = (span: ReadableSpan): ReadableSpan => ({
  name: nameOf(span.name),
  kind: span.kind,
  spanContext: () => span.spanContext(),
  parentSpanContext: span.parentSpanContext,
  startTime: span.startTime,
  endTime: span.endTime,
  duration: span.duration,
  ended: span.ended,
  status: { code: span.status.code },
  attributes: said(span.attributes),
  links: [],
  events: [], // guard: span-events
  resource: span.resource,
  instrumentationScope: span.instrumentationScope,
  droppedAttributesCount: span.droppedAttributesCount,
  droppedEventsCount: span.droppedEventsCount,
  droppedLinksCount: span.droppedLinksCount,
});

/** Next names a call after its whole address; its host is enough. */
const nameOf = (name: string): string => name.replace(/https?:\/\/\S*/, hostOf); // guard: span-name
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : "elsewhere");

function said(attributes: Attributes): Attributes {
  const kept = Object.entries(attributes).filter(([key]) => sayable.has(key)); // guard: span-attributes
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === "db.query.text" ? withoutLiterals(String(value)) : value]), // guard: span-sql
  );
}

/** Values are sent apart from their statement; a literal that somebody wrote into one is cut out, all the same. */
const withoutLiterals = (sql: string): string =>
  sql
    .replaceAll(/'(?:[^']|'')*'?/g, "?")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, longest);
