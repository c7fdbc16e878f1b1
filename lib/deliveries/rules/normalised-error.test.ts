import { describe, expect, it } from "vitest";
import { normalisedError } from "./normalised-error";

describe("an error by which deliveries are grouped", () => {
  it.each([
    [
      "503 Service Unavailable: reset reason: connection termination, request id 0b0a7a52-7d1f-4a5e-9a43-9c1a30b6c111",
      "503 Service Unavailable: reset reason: connection termination, request id ‹id›",
    ],
    [
      "502 Bad Gateway: <title>502 Bad Gateway</title> ray 9f3c1d2e4b5a6978",
      "502 Bad Gateway: <title>‹n› Bad Gateway</title> ray ‹id›",
    ],
    [
      "Errno::ECONNREFUSED: connection refused by hooks.eb.example:443 (attempt 17)",
      "Errno::ECONNREFUSED: connection refused by ‹host› (attempt ‹n›)",
    ],
    ["Errno::ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:4203", "Errno::ECONNREFUSED: connect ECONNREFUSED ‹host›"],
    ["connect to [2001:db8::7]:443 and ::1 failed", "connect to [‹host›]:‹n› and ‹host› failed"],
    ["Errno::ENOTFOUND: getaddrinfo ENOTFOUND hooks.norae.example", "Errno::ENOTFOUND: getaddrinfo ENOTFOUND ‹host›"],
    [
      '401 Unauthorized: {"error":"unknown kid","kid":"whk_norae_2026_11","request_id":"a1b2c3d4e5f60718"}',
      '401 Unauthorized: {"error":"unknown kid","kid":"‹id›","request_id":"‹id›"}',
    ],
    [
      "400 Bad Request: cannot parse field data.user.phone at offset 123",
      "400 Bad Request: cannot parse field data.user.phone at offset ‹n›",
    ],
    [
      "Net::ReadTimeout: no answer within 10 s (req 12345678e9012345)",
      "Net::ReadTimeout: no answer within ‹n› s (req ‹id›)",
    ],
    ["500 at 2026-11-28T20:40:08.123Z and 20:40:08: u_123, 12.5ms", "500 at ‹time› and ‹time›: ‹id›, ‹n›ms"],
    ["422 kim.minah+x@home.example is unknown", "422 ‹address› is unknown"],
    ["fetch of https://hooks.eb.example:8443/v2/in failed", "fetch of https://‹host›/v2/in failed"],
    ["301 Moved Permanently: Location: /hooks/v2", "301 Moved Permanently: Location: /hooks/v2"],
    ['{"kid":"whk-norae-3"} and kid whk-eb-4', '{"kid":"‹id›"} and kid ‹id›'],
    ["error:0A000086 ERR_HTTP2_PROTOCOL_ERROR", "error:‹id› ERR_HTTP2_PROTOCOL_ERROR"],
    ["  two\r\n  lines\t here ", "two lines here"],
  ])("reads %j as %j", (error, normalised) => {
    expect(normalisedError(error)).toBe(normalised);
  });

  it("is nothing where nothing was said", () => {
    expect([normalisedError(null), normalisedError(""), normalisedError(" \n")]).toEqual([null, null, null]);
  });

  it("takes numbers of any length for the same", () => {
    const groups = ["7", "77", "12345", "1234567"].map((size) => normalisedError(`413 limit is ${size} bytes`));
    expect(new Set(groups).size).toBe(1);
  });

  it("shows what reorders, hides or drives a terminal as labels (F-02, F-08)", () => {
    expect(normalisedError("500 \u202Edelivered\u001B[32m")).toBe("500 ⟨U+202E⟩delivered⟨U+001B⟩[32m");
  });

  it("is bounded and quick, whatever it is given (F-12)", () => {
    const hostile = [
      "a".repeat(50_000),
      "1-".repeat(25_000),
      `${"a@".repeat(25_000)}!`,
      "a.".repeat(25_000),
      ":".repeat(50_000),
    ];
    for (const error of [...hostile, "_1a".repeat(20_000), "\uD800".repeat(50_000)]) {
      const started = performance.now();
      expect(normalisedError(error)?.length ?? 0).toBeLessThanOrEqual(201);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});
