import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { beforeAll, describe, expect, it } from "vitest";
import { describeError, log } from "@/lib/core/log";
import { collectLog } from "../support/log-lines";

beforeAll(() => {
  process.env.LOG_LEVEL = "trace";
});

describe("the log", () => {
  it.each([
    'gave up\r\n{"level":30,"msg":"all is well"}',
    "line\u2028separator\u2029paragraph",
    "\u001B[2J\u001B]0;owned\u0007\u009B31m",
    "nul \u0000 and half \uD800 of a pair",
  ])("keeps %j on the one line of its event, and drives no terminal (F-08, F-09)", (hostile) => {
    const lines = collectLog();
    const error = Object.assign(new Error(hostile), { code: hostile });
    log().error({ ref: hostile, error: describeError(error) }, hostile);
    expect(lines).toHaveLength(1);
    const line = lines[0] ?? "";
    expect(line.endsWith("\n")).toBe(true);
    // oxlint-disable-next-line no-control-regex -- control characters are what it is after
    expect(line.trimEnd()).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/);
    expect(JSON.parse(line)).toMatchObject({ level: 50, app: "sallyport" });
  });

  it("names the trace that a line belongs to, and none where there is none", () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const [traceId, spanId] = ["a".repeat(32), "b".repeat(16)];
    const lines = collectLog();
    const within = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 });
    context.with(within, () => log().info("inside"));
    log().info("outside");
    context.disable();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ traceId }, { msg: "outside" }]);
    expect(lines[1]).not.toContain("traceId");
  });
});
