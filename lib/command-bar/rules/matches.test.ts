import { describe, expect, it } from "vitest";
import { matches } from "./matches";

describe("a name", () => {
  it("matches when it holds every word that was typed, in any order and case", () => {
    expect(matches("delivery RETRY", ["Retry a delivery", "delivery.retry"])).toBe(true);
    expect(matches("retry app", ["Retry a delivery", "delivery.retry"])).toBe(false);
  });

  it("matches in Korean, also by the public name of an act", () => {
    expect(matches("재시도", ["전송 재시도", "delivery.retry"])).toBe(true);
    expect(matches("delivery.re", ["전송 재시도", "delivery.retry"])).toBe(true);
  });

  it("matches a syllable however it is composed", () => {
    expect(matches("전송".normalize("NFD"), ["전송 재시도"])).toBe(true);
  });

  it("matches when nothing is typed", () => {
    expect(matches("  ", ["Triage"])).toBe(true);
  });
});
