import { describe, expect, it } from "vitest";
import { digitsOf } from "./digits";

describe("a one-time code", () => {
  it("is read out of whatever was pasted", () => {
    expect(digitsOf("424 242", 6)).toBe("424242");
    expect(digitsOf("Your code: 424-242.", 6)).toBe("424242");
  });

  it("may be typed with full-width digits", () => {
    expect(digitsOf("４２４２４２", 6)).toBe("424242");
  });

  it("never grows past its length", () => {
    expect(digitsOf("4242421", 6)).toBe("424242");
  });
});
