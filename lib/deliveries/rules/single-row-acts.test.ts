import { describe, expect, it } from "vitest";
import type { Result } from "@/lib/core/errors";
import { type GroupRow, groupOf } from "./group";
import { judgeDiscard, judgeRestore } from "./may-discard";
import { judgeMarkDelivered } from "./may-mark-delivered";

const codeOf = (judged: Result<true>): string => (judged.ok ? "ok" : judged.refusal.code);
const key = "5f0c1a8e-0000-4000-8000-000000000001";
const conflict = {
  id: "1",
  state: "dead" as const,
  lastStatus: 409 as number | null,
  lastError: "409 Conflict" as string | null,
  attempts: 1,
  idempotencyKey: key,
};

describe("marking a 409 delivered", () => {
  it.each([
    ["sent twice", { attempts: 2 }, false, "ok"],
    ["sent in an earlier round", {}, true, "ok"],
    ["named by its relying party", { lastError: `409 Conflict: {"idempotency_key":"${key}"}` }, false, "ok"],
    ["sent once, of which nothing was kept", {}, false, "never_sent_before"],
    ["whose short key is in the answer by chance", { idempotencyKey: "409" }, false, "never_sent_before"],
    ["without a word in the answer", { lastError: null }, false, "never_sent_before"],
    ["of another answer", { lastStatus: 503, attempts: 8 }, true, "not_a_conflict"],
    ["without an answer", { lastStatus: null, attempts: 8 }, true, "not_a_conflict"],
    ["that is delivered", { state: "delivered" as const, attempts: 2 }, true, "already_delivered"],
    ["that waits", { state: "pending" as const, attempts: 2 }, true, "not_dead"],
  ])("of a delivery %s: %j", (_name, change, evidenceKept, code) => {
    expect(codeOf(judgeMarkDelivered({ ...conflict, ...change }, evidenceKept))).toBe(code);
  });
});

describe("setting a delivery aside", () => {
  it("is for dead ones, once, and is taken back whatever they are", () => {
    const judged = (state: "dead" | "pending" | "delivered", discarded = false) =>
      codeOf(judgeDiscard({ id: "1", state }, discarded));
    expect([judged("dead"), judged("pending"), judged("delivered"), judged("dead", true)]).toEqual([
      "ok",
      "not_dead",
      "already_delivered",
      "delivery_discarded",
    ]);
    expect([judgeRestore({ id: "1" }, true), judgeRestore({ id: "1" }, false)].map(codeOf)).toEqual([
      "ok",
      "not_discarded",
    ]);
  });
});

describe("the group of a dead delivery", () => {
  const row = (id: string, lastError: string, lastStatus = 503): GroupRow => ({
    id,
    lastStatus,
    lastError,
    relyingPartyId: "12",
    relyingPartyName: "EB",
    eventType: "user.updated",
    subject: null,
    attempts: 8,
    enqueuedAt: "t",
    deliveredAt: null,
    dlqAt: `died ${id}`,
    idempotencyKey: `key ${id}`,
    signingKid: id === "9" ? null : "whk",
  });

  it("holds what failed alike, with itself counted and not listed", () => {
    const rows = [
      row("9", "503: ray 11aa22bb"),
      row("8", "503: ray 99ff88ee"),
      row("7", "503: else"),
      row("6", "503: ray 77aa66bb", 500),
    ];
    expect(groupOf(rows[0] as GroupRow, rows, false)).toMatchObject({
      cause: "relying_party_5xx",
      error: "503: ray ‹id›",
      dead: 3,
      firstDiedAt: "died 6",
      lastDiedAt: "died 9",
      keys: ["key 9", "key 8", "key 6"],
      kids: ["whk"],
    });
    expect(groupOf(rows[0] as GroupRow, rows, false).members.map(({ id }) => id)).toEqual(["8", "6"]);
  });
});
