import { describe, expect, it } from "vitest";
import type { Delivery } from "../shapes";
import { followOf, isFinalFollow, pickUpWithinMs, type SeenRow } from "./follow";
import { judgeRetry } from "./may-retry";
import { isDead, stateOf } from "./state";

describe("dead", () => {
  it("is given up and not delivered, and nothing else", () => {
    expect(isDead({ dlqAt: "t", deliveredAt: null })).toBe(true);
    expect(isDead({ dlqAt: "t", deliveredAt: "t" })).toBe(false);
    expect(isDead({ dlqAt: null, deliveredAt: null })).toBe(false);
    expect(stateOf({ dlqAt: "t", deliveredAt: "t" })).toBe("delivered");
    expect(stateOf({ dlqAt: null, deliveredAt: null })).toBe("pending");
  });
});

describe("a retry", () => {
  const delivery = (state: Delivery["state"], webhookEnabled = true) => ({
    id: "1",
    state,
    relyingParty: { id: "1", name: "EB", webhookEnabled },
  });
  const codeOf = (judged: ReturnType<typeof judgeRetry>): string => (judged.ok ? "ok" : judged.refusal.code);

  it("is for dead deliveries of relying parties that are switched on", () => {
    expect(codeOf(judgeRetry(delivery("dead"), false))).toBe("ok");
    expect(codeOf(judgeRetry(delivery("delivered"), false))).toBe("already_delivered");
    expect(codeOf(judgeRetry(delivery("pending"), false))).toBe("not_dead");
    expect(codeOf(judgeRetry(delivery("dead", false), false))).toBe("relying_party_off");
  });

  it("is not for what an admin set aside", () => {
    expect(codeOf(judgeRetry(delivery("dead"), true))).toBe("delivery_discarded");
    expect(codeOf(judgeRetry(delivery("delivered"), true))).toBe("already_delivered");
  });
});

describe("following a retried delivery", () => {
  const row: SeenRow = {
    enqueuedAt: "s",
    attempts: 0,
    lastStatus: null,
    lastError: null,
    dlqAt: null,
    deliveredAt: null,
  };
  const stateWith = (change: Partial<SeenRow> | null, ageMs = 0): string =>
    followOf(change && { ...row, ...change }, "s", ageMs).state;

  it("goes from queued over sent to an end", () => {
    expect(stateWith({})).toBe("queued");
    expect(stateWith({ attempts: 1, lastStatus: 503 })).toBe("sent");
    expect(stateWith({ deliveredAt: "t" })).toBe("delivered");
    expect(stateWith({ attempts: 1, dlqAt: "t" })).toBe("dead_again");
  });

  it("says so when nobody picks it up, and when somebody else changed it", () => {
    expect(stateWith({}, pickUpWithinMs + 1)).toBe("not_picked_up");
    expect(stateWith({ enqueuedAt: "other" })).toBe("changed_elsewhere");
    expect(stateWith(null)).toBe("changed_elsewhere");
  });

  it("ends only in final states", () => {
    expect(
      ["queued", "sent", "delivered", "dead_again", "not_picked_up", "changed_elsewhere"].map((state) =>
        isFinalFollow(state as never),
      ),
    ).toEqual([false, false, true, true, true, true]);
  });
});
