import { expect, test } from "vitest";
import { replayCsvHead, replayCsvLine } from "./csv";

const row = {
  deliveryId: "12",
  relyingPartyId: "4",
  state: "failed_again",
  attempts: 1,
  lastStatus: 503,
  enqueuedAt: "2026-01-01T00:00:00.000Z",
  judgedAt: null,
} as const;

test("a line of a replay's file has a cell for each column, and none that a spreadsheet would run", () => {
  const line = replayCsvLine(row, '=HYPERLINK("x")');
  expect(line.endsWith("\r\n")).toBe(true);
  expect(line).not.toContain('"=HYPERLINK');
  expect(line).toContain('"failed_again"');
  expect(replayCsvHead().startsWith('\uFEFF"delivery_id",')).toBe(true);
  expect(replayCsvHead().split(",")).toHaveLength(8);
});
