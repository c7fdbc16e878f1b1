import { describe, expect, it } from "vitest";
import type { AppHealth } from "@/lib/connectors/apps/read-health";
import type { Answer, Failure } from "@/lib/connectors/request";
import { judge } from "./judge";
import { judgeApp } from "./judge-app";
import {
  causeOf,
  judgeDeliveries,
  judgeOutbox,
  judgeUserSync,
  type RecentDeliveries,
  sharesOf,
} from "./judge-deliveries";

const answered: Answer<true> = { ok: true, value: true };
const failed = (failure: Failure): Answer<true> => ({ ok: false, failure });

describe("what an answer says of a neighbour", () => {
  it.each([
    ["it answers", answered, 40, "ok", null],
    ["it takes two seconds", answered, 2_000, "ok", null],
    ["it takes longer", answered, 2_001, "degraded", "slow"],
    ["it is not there", failed({ kind: "unreachable" }), 3, "down", "unreachable"],
    ["it never answers", failed({ kind: "timed_out" }), 2_500, "down", "timed_out"],
    ["it answers nonsense", failed({ kind: "unexpected_answer", status: 200 }), 9, "down", "unexpected_answer"],
    ["it serves nobody", failed({ kind: "rate_limited", retryAfterSeconds: 7 }), 9, "down", "rate_limited"],
    [
      "it does not know our key",
      failed({ kind: "refused", status: 401, code: null }),
      9,
      "degraded",
      "credential_refused",
    ],
    [
      "our key may not do this",
      failed({ kind: "refused", status: 403, code: null }),
      9,
      "degraded",
      "credential_refused",
    ],
    ["it says no to something else", failed({ kind: "refused", status: 404, code: null }), 9, "degraded", "refused"],
  ] as const)("%s", (_what, answer, tookMs, status, detail) => {
    expect(judge(answer, tookMs)).toEqual({ status, detail });
  });
});

describe("what an app says of itself", () => {
  const silent: AppHealth = {
    saysOk: null,
    clerkReachable: null,
    middlewareOk: null,
    sessionErrors5m: null,
    webhookReceiverOk: null,
    commit: null,
    keyFingerprint: null,
  };
  it.each([
    ["nothing", {}, "ok", null],
    ["that all is well", { clerkReachable: true, middlewareOk: true, sessionErrors5m: 20 }, "ok", null],
    ["its middleware fails", { middlewareOk: false, clerkReachable: false }, "down", "middleware_failing"],
    ["Clerk does not answer it", { clerkReachable: false }, "down", "clerk_unreachable"],
    ["people are thrown out", { sessionErrors5m: 21 }, "degraded", "session_errors"],
    ["no webhook arrives", { webhookReceiverOk: false }, "degraded", "webhook_receiver_silent"],
    ["that it is not well, and not why", { saysOk: false, clerkReachable: true }, "degraded", "says_not_ok"],
    ["that it is not well, and why", { saysOk: false, middlewareOk: false }, "down", "middleware_failing"],
  ] as const)("%s", (_what, says, status, detail) => {
    expect(judgeApp({ ...silent, ...says })).toEqual({ status, detail });
  });
});

describe("the deliveries of the last two minutes", () => {
  const party = (id: string, counts: Partial<RecentDeliveries> = {}): RecentDeliveries => ({
    relyingPartyId: id,
    delivered: 0,
    failed: 0,
    conflicts: 0,
    rejected: 0,
    ...counts,
  });
  const sick = (id: string) => party(id, { failed: 20 });

  it.each([
    ["few failures", { failed: 4 }, null],
    ["more arrive than fail", { failed: 9, delivered: 10 }, null],
    ["half of them fail", { failed: 9, delivered: 9 }, "unwell"],
    ["most answers are 409", { failed: 10, conflicts: 5 }, "idempotency_conflict"],
    ["most answers are 401", { failed: 10, rejected: 6, conflicts: 2 }, "signature_rejected"],
    ["a few 401 among others", { failed: 10, rejected: 4 }, "unwell"],
  ] as const)("%s", (_what, counts, cause) => {
    expect(causeOf(party("1", counts))).toBe(cause);
  });

  it.each([
    ["nobody has traffic", [], "ok", null],
    ["one is sick", [sick("1"), party("2"), party("3")], "degraded", "unwell"],
    ["two are", [sick("1"), sick("2")], "degraded", "unwell"],
    ["three of three are", [sick("1"), sick("2"), sick("3")], "down", "many_failing"],
    [
      "three of twelve are",
      [sick("1"), sick("2"), sick("3"), ...Array.from({ length: 9 }, (_, place) => party(`${place + 4}`))],
      "degraded",
      "unwell",
    ],
    [
      "a key that is unknown weighs more than one who is sick",
      [sick("1"), party("2", { failed: 9, rejected: 9 })],
      "degraded",
      "signature_rejected",
    ],
  ] as const)("%s", (_what, recent, status, detail) => {
    expect(judgeDeliveries(recent)).toMatchObject({ status, detail });
  });

  it("have a share that failed, in all and of the fifty worst", () => {
    const crowd = Array.from({ length: 60 }, (_, place) => party(`${place + 1}`, { delivered: 60, failed: place }));
    const shares = sharesOf(crowd);
    expect(Object.keys(shares)).toHaveLength(52);
    expect(shares).toMatchObject({ withTraffic: 60, failureShare: 0.3296, share_60: 0.4958, share_11: 0.1429 });
    expect(sharesOf([])).toEqual({ withTraffic: 0, failureShare: 0 });
    expect(sharesOf([party("7")])).toMatchObject({ share_7: 0 });
  });

  it("what is due is sent within two minutes, and who signs up is known within two minutes", () => {
    expect([0, 120, 121].map((age) => judgeOutbox(age).status)).toEqual(["ok", "ok", "degraded"]);
    expect([null, 120, 121].map((age) => judgeUserSync(age).status)).toEqual(["ok", "ok", "degraded"]);
  });
});
