import { describe, expect, it } from "vitest";
import { safeNextPath } from "./next-path";

describe("the way back after sign-in", () => {
  it("is a path of our own", () => {
    expect(safeNextPath("/deliveries/12?state=dead", "/")).toBe("/deliveries/12?state=dead");
  });

  it("is never another host, another scheme, a loop or an endpoint", () => {
    const strangers = [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "/sign-in?next=/x",
      "/api/live/shell",
      "/__clerk/v1",
      "",
      "/a b",
      "/\u0000",
      undefined,
      ["/x"],
      `/${"x".repeat(600)}`,
    ];
    for (const stranger of strangers) expect(safeNextPath(stranger, "/home"), String(stranger)).toBe("/home");
  });
});
