import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./origin";

const publicOrigin = "https://ops.example";
const post = (origin: string | null, fetchSite: string | null): boolean =>
  isSameOrigin({ method: "POST", origin, fetchSite, publicOrigin });

describe("where a change may come from", () => {
  it("is our own pages", () => {
    expect(post(publicOrigin, "same-origin")).toBe(true);
    expect(post(publicOrigin, null)).toBe(true);
  });

  it("is never another site, a sibling, nobody, null or nonsense", () => {
    const strangers = [
      null,
      "null",
      "",
      "https://evil.example",
      "http://ops.example",
      "https://ops.example:444",
      "not a url",
      "https://ops.example.evil.example",
      "https://a.ops.example",
    ];
    for (const origin of strangers) expect(post(origin, "same-origin"), String(origin)).toBe(false);
    for (const site of ["cross-site", "same-site", "none", "SAME-ORIGIN", ""])
      expect(post(publicOrigin, site), site).toBe(false);
  });

  it("leaves reads alone", () => {
    expect(isSameOrigin({ method: "get", origin: "https://evil.example", fetchSite: "cross-site", publicOrigin })).toBe(
      true,
    );
  });
});
