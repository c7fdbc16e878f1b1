import { describe, expect, it } from "vitest";
import { causes } from "../shapes";
import { causeOf, causeRules, type FailedDelivery } from "./cause";

const failed = (
  lastStatus: number | null,
  lastError: string | null,
  more: Partial<FailedDelivery> = {},
): FailedDelivery => ({
  lastStatus,
  lastError,
  attempts: 1,
  evidenceKept: false,
  ...more,
});

const table: [FailedDelivery, string, string][] = [
  [failed(500, "500 Internal Server Error: deadlock detected"), "relying_party_5xx", "http-5xx"],
  [failed(503, "503 Service Unavailable: signing keys cannot be fetched"), "relying_party_5xx", "http-5xx"],
  [failed(599, null), "relying_party_5xx", "http-5xx"],
  [failed(504, "504 Gateway Timeout"), "relying_party_timeout", "http-504"],
  [failed(408, "408 Request Timeout"), "relying_party_timeout", "http-408"],
  [failed(429, "429 Too Many Requests: retry after 3 s"), "rate_limited", "http-429"],
  [failed(409, "409 Conflict"), "idempotency_conflict", "http-409"],
  [failed(409, "409 Conflict", { attempts: 2 }), "idempotency_conflict", "http-409-sent-before"],
  [failed(409, null, { evidenceKept: true }), "idempotency_conflict", "http-409-sent-before"],
  [failed(410, "410 Gone: this endpoint was retired"), "endpoint_gone", "http-410"],
  [failed(401, '401 Unauthorized: {"error":"unknown kid"}'), "signature_rejected", "http-401-key"],
  [failed(401, '{"error":"signature verification failed"}'), "signature_rejected", "http-401-key"],
  [failed(403, "403 Forbidden: no such key_id in our JWKS"), "signature_rejected", "http-403-key"],
  [failed(400, "400 Bad Request: bad webhook-signature"), "signature_rejected", "http-400-key"],
  [failed(401, "401 Unauthorized"), "unknown", "http-other"],
  [failed(403, "403 Forbidden: source address is not on the allow list"), "unknown", "http-other"],
  [failed(404, "404 Not Found"), "unknown", "http-other"],
  [failed(200, "a success that died"), "unknown", "http-other"],
  [failed(400, "400 Bad Request: cannot parse field data.user.phone"), "payload_rejected", "http-400"],
  [failed(413, "413 Content Too Large"), "payload_rejected", "http-413"],
  [failed(422, '422 {"errors":{"email":["is missing"]}}'), "payload_rejected", "http-422"],
  [failed(301, "301 Moved Permanently: Location: /hooks/v2"), "redirect", "http-3xx"],
  [failed(308, "the certificate of the kid"), "redirect", "http-3xx"],
  [failed(null, "SigningKeyUnavailable: no active key"), "unknown", "never-signed"],
  [failed(null, "SocketError: getaddrinfo: Name or service not known (hooks.x.example:443)"), "dns", "name-not-found"],
  [failed(null, "Errno::EAI_AGAIN: getaddrinfo EAI_AGAIN hooks.x.example"), "dns", "name-not-found"],
  [
    failed(null, "OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0: certificate has expired"),
    "tls",
    "tls-failed",
  ],
  [failed(null, "Errno::DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate"), "tls", "tls-failed"],
  [failed(null, "Errno::ERR_TLS_CERT_ALTNAME_INVALID: Host: a.example"), "tls", "tls-failed"],
  [failed(null, "Net::ReadTimeout: no answer within 10 s"), "relying_party_timeout", "no-answer-in-time"],
  [failed(null, "Net::OpenTimeout: execution expired"), "relying_party_timeout", "no-answer-in-time"],
  [failed(null, "Errno::ECONNRESET: connection reset by peer"), "relying_party_timeout", "no-connection"],
  [failed(null, "Errno::UND_ERR_SOCKET: other side closed"), "relying_party_timeout", "no-connection"],
  [failed(null, "Errno::EHOSTUNREACH: no route to host (9a8b7c6d5e4f3210)"), "relying_party_timeout", "no-connection"],
  [failed(null, "=cmd|' /C calc'!A0"), "unknown", "nothing-known"],
  [failed(null, null), "unknown", "nothing-known"],
];

describe("the cause of a dead delivery", () => {
  it.each(table)("of %j is %s, by %s", (delivery, cause, rule) => {
    expect(causeOf(delivery)).toMatchObject({ cause, rule });
  });

  it("names the words that it went by", () => {
    expect(causeOf(failed(401, '{"error":"unknown kid"}')).said).toBe("kid");
    expect(causeOf(failed(503, "kid")).said).toBeNull();
  });

  it("is not chosen by the name of a host", () => {
    expect(causeOf(failed(null, "Errno::ECONNREFUSED: connection refused by tls.timeout.example:443")).rule).toBe(
      "no-connection",
    );
  });

  it("has a rule for each cause, a case for each rule, and no two rules of one name", () => {
    expect(new Set(causeRules.map(({ cause }) => cause))).toEqual(new Set(causes));
    expect(new Set(table.map(([, , rule]) => rule))).toEqual(new Set(causeRules.map(({ name }) => name)));
    expect(new Set(causeRules.map(({ name }) => name)).size).toBe(causeRules.length);
  });

  it("is told quickly of any text (F-12)", () => {
    for (const error of [
      "certificate".repeat(5_000),
      "_CER".repeat(12_000),
      "timed ".repeat(8_000),
      "\u0000".repeat(50_000),
    ]) {
      const started = performance.now();
      causeOf(failed(null, error));
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});
