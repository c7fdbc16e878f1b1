import { describe, expect, it } from "vitest";
import type { Measured, Reading } from "../shapes";
import { fitting } from "./fitting";

const seen: Reading = { probe: "outbox", status: "ok", latencyMs: 9, detail: null, value: { dead: 3 } };

describe("E-04: a reading that can't be written down", () => {
  it.each([
    ["no number", { dead: Number.NaN }],
    ["a number without end", { dead: Number.POSITIVE_INFINITY }],
    ["a word that is a book", { deploy: "x".repeat(81) }],
    ["a word that PostgreSQL can't hold", { deploy: "a\u0000b" }],
    ["half of a character", { deploy: "\uD83D" }],
    ["more words than anybody reads", { missing: Array.from({ length: 51 }, () => "kid") }],
  ] as const)("is unknown, and not the end of all others: %s", (_what, value) => {
    expect(fitting({ ...seen, value: value as Measured })).toEqual({
      probe: "outbox",
      status: "unknown",
      latencyMs: null,
      detail: "unexpected_answer",
      value: null,
    });
  });

  it("and any other is as it was", () => expect(fitting(seen)).toBe(seen));
});
