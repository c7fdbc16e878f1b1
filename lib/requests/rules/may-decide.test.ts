import { describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import { mayDecide } from "./may-decide";

type Request = Parameters<typeof mayDecide>[0];

const requester = "0199aaaa-0000-7000-8000-000000000001";
const another = "0199aaaa-0000-7000-8000-000000000002";
const waiting: Request = { requesterId: requester, secondPerson: true, state: "awaiting_approval", offeredBy: null };

describe("who decides what another person asked for", () => {
  const answer = (
    change: Partial<Request>,
    decision: "approve" | "deny" = "approve",
    { personId = another, roles = ["admin"] as Role[] } = {},
  ): string => {
    const may = mayDecide({ ...waiting, ...change }, { personId, roles }, decision);
    return may.ok ? "ok" : may.refusal.code;
  };

  it.each<[Role[], string]>([
    [["admin"], "ok"],
    [["responder", "admin"], "ok"],
    [["responder"], "not_allowed"],
    [["manager"], "not_allowed"],
    [["responder", "manager"], "not_allowed"],
    [[], "not_allowed"],
  ])("with the roles %j: %s", (roles, code) => {
    expect([answer({}, "approve", { roles }), answer({}, "deny", { roles })]).toEqual([code, code]);
  });

  it("is nobody who asked, whatever the state and the answer", () => {
    for (const state of ["awaiting_approval", "ready", "expired"] as const)
      for (const decision of ["approve", "deny"] as const)
        expect(answer({ state }, decision, { personId: requester })).toBe("self_approval");
  });

  it.each<[Partial<Request>, string, string]>([
    [{}, "ok", "ok"],
    [{ state: "ready" }, "request_wrong_state", "ok"],
    [{ state: "expired" }, "request_expired", "request_expired"],
    [{ state: "running" }, "request_wrong_state", "request_wrong_state"],
    [{ state: "denied" }, "request_wrong_state", "request_wrong_state"],
    [{ state: "draft" }, "request_wrong_state", "request_wrong_state"],
    [{ state: "draft", offeredBy: another }, "ok", "request_wrong_state"],
    [{ state: "draft", offeredBy: requester }, "request_wrong_state", "request_wrong_state"],
    [{ secondPerson: false }, "request_wrong_state", "request_wrong_state"],
  ])("of one with %j: a yes is %s, a no is %s", (change, yes, no) => {
    expect([answer(change, "approve"), answer(change, "deny")]).toEqual([yes, no]);
  });
});
