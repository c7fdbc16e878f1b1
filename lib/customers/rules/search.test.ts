import { describe, expect, it } from "vitest";
import { masked } from "./mask";
import { isExactly, soughtOf } from "./search";

describe("what is looked for", () => {
  it.each<[string, string, string?]>([
    ["", "nothing"],
    ["ab", "too_short"],
    ["7", "identity_id", "7"],
    ["9223372036854775807", "identity_id", "9223372036854775807"],
    ["9223372036854775808", "phone", "9223372036854775808"],
    ["user_2abcDEF", "clerk_id", "user_2abcDEF"],
    ["user_", "text", "user_"],
    ["user_a/../b", "text", "user_a/../b"],
    ["+82 10-1234-5678", "phone", "+821012345678"],
    ["010-1234-5678", "phone", "01012345678"],
    ["mina@", "text", "mina@"],
    ["%%%", "text", "%%%"],
    ["' OR 1=1 --", "text", "' OR 1=1 --"],
  ])("%j is %s", (typed, kind, text) => {
    expect(soughtOf(typed)).toEqual(text === undefined ? { kind } : { kind, text });
  });

  it("is exactly somebody's whatever its case, and never by a part", () => {
    expect(isExactly("Mina@x.example", ["mina@X.example"])).toBe(true);
    expect(isExactly("mina@", ["mina@x.example"])).toBe(false);
  });

  it("leaves nothing of a masked value but that it is there", () => {
    expect([masked("a@b.example"), masked(""), masked("x".repeat(300))]).toEqual([
      "•".repeat(11),
      "•••",
      "•".repeat(12),
    ]);
  });
});
