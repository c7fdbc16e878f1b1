import { type Attributes, SpanKind } from "@opentelemetry/api";
import { emptyResource } from "@opentelemetry/resources";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { beforeEach, describe, expect, it } from "vitest";
import { leaving } from "./leaving";
import { contextOf, traceparentOf } from "./traceparent";

const kept = new InMemorySpanExporter();
const provider = new TracerProvider({
  resource: emptyResource(),
  spanProcessors: [new SimpleSpanProcessor({ exporter: kept })],
});
const tracer = provider.getTracer("test");
beforeEach(() => kept.reset());

function left(name: string, attributes: Attributes): ReadableSpan {
  const span = tracer.startSpan(name, { attributes, kind: SpanKind.SERVER });
  span.recordException(new Error("canary"));
  span.setStatus({ code: 2, message: "canary" });
  span.end();
  const [read] = kept.getFinishedSpans();
  if (!read) throw new Error("nothing was kept");
  return leaving(read);
}

describe("what leaves with a span", () => {
  it("is what the list names, and nothing else", () => {
    const told = { "http.route": "/deliveries/[id]", "http.status_code": 200 };
    const others = { "http.target": "/deliveries/1?q=canary", "http.url": "canary", "user.email": "canary" };
    expect(left("GET /deliveries/[id]", { ...told, ...others }).attributes).toEqual(told);
  });

  it("is no message and no stack of an error", () => {
    const { status, events } = left("GET", {});
    expect(status).toEqual({ code: 2 });
    expect(events).toEqual([]);
  });

  it("is a host where Next names a call after its address", () => {
    expect(left("fetch GET https://clerk.example/v1/x?token=canary", {}).name).toBe("fetch GET clerk.example");
    expect(left("fetch GET https://canary:99999/x", {}).name).not.toContain("canary");
  });

  it("is a statement on one line, without what is written into it", () => {
    const sql = "SELECT a\n  FROM b WHERE c = $1 AND d = 'can''ary' AND e = E'canary";
    const { attributes } = left("db_query", { "db.query.text": sql });
    expect(attributes).toEqual({ "db.query.text": "SELECT a FROM b WHERE c = $1 AND d = ? AND e = E?" });
  });
});

describe("a traceparent", () => {
  const text = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;

  it("reads as it was written", () => {
    expect(traceparentOf(contextOf(text))).toBe(text);
  });

  it.each([
    "",
    "garbage",
    `00-${"0".repeat(32)}-${"b".repeat(16)}-01`,
    `01-${"a".repeat(32)}-${"b".repeat(16)}-01`,
    `${text}-more`,
    undefined,
  ])("that is none begins nothing: %j", (strange) => {
    expect(traceparentOf(contextOf(strange))).toBeNull();
  });
});
