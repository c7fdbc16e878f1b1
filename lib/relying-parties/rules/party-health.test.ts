import { describe, expect, it } from "vitest";
import { partyHealth } from "./party-health";

const last = { lastDeliveredAt: null, lastFailedAt: null };
const arrived = (count: number) => ({ status: 200, arrived: true, count });
const failed = (status: number | null, count: number) => ({ status, arrived: false, count });

describe("how a relying party does", () => {
  it.each([
    ["nothing was sent", [], "quiet"],
    ["all arrived", [arrived(9)], "well"],
    ["a few failed: weather", [arrived(1), failed(503, 4)], "well"],
    ["more arrived than failed", [arrived(6), failed(503, 5)], "well"],
    ["most failed", [arrived(4), failed(503, 3), failed(null, 2)], "unwell"],
    ["most were known already", [failed(409, 5)], "idempotency_conflict"],
    ["most were rejected", [failed(401, 3), failed(400, 2), failed(503, 1)], "signature_rejected"],
  ])("%s", (_name, outcomes, judgement) => {
    expect(partyHealth("12", outcomes, last).judgement).toBe(judgement);
  });

  it("is told by answer, with the sum of them", () => {
    const { delivered, failed: sum, failures } = partyHealth("12", [failed(503, 3), failed(null, 2), arrived(7)], last);
    expect([delivered, sum, failures]).toEqual([
      7,
      5,
      [
        { status: 503, count: 3 },
        { status: null, count: 2 },
      ],
    ]);
  });
});
