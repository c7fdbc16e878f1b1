import { describe, expect, it } from "vitest";
import type { Failure } from "@/lib/connectors/request";
import { failsBeyondReach, judgeSignIn } from "./judge-sign-in";

const well = { environment: null, handshake: null, backend: null };
const timedOut: Failure = { kind: "timed_out" };
const refused: Failure = { kind: "refused", status: 401, code: null };

describe("a try of Clerk's sign-in path", () => {
  it.each([
    ["all of it answers", well, "ok", null],
    ["the key set would, and the handshake hangs", { ...well, handshake: timedOut }, "down", "handshake_timed_out"],
    [
      "the first thing that fails is named",
      { environment: { kind: "unreachable" }, handshake: timedOut, backend: timedOut },
      "down",
      "environment_unreachable",
    ],
    [
      "too many requests are an outage",
      { ...well, backend: { kind: "rate_limited", retryAfterSeconds: 9 } },
      "down",
      "backend_rate_limited",
    ],
    [
      "an error page is an outage",
      { ...well, environment: { kind: "unexpected_answer", status: 200 } },
      "down",
      "environment_unexpected_answer",
    ],
    ["a no to our own key is none", { ...well, backend: refused }, "degraded", "backend_refused"],
    ["a no hides no outage", { ...well, handshake: refused, backend: timedOut }, "down", "backend_timed_out"],
  ] as const)("%s", (_what, failures, status, detail) => {
    expect(judgeSignIn(failures as Record<string, Failure | null>, 12)).toEqual({ status, latencyMs: 12, detail });
  });

  it("tells what a process sees by itself from what only the worker sees", () => {
    expect([null, "environment_timed_out", "handshake_refused", "backend_timed_out"].map(failsBeyondReach)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
