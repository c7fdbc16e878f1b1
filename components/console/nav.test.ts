import { describe, expect, it } from "vitest";
import { isCurrent } from "./nav";

describe("an entry of the navigation", () => {
  it("is current on its page and on the pages below", () => {
    expect(isCurrent("/deliveries", "/deliveries")).toBe(true);
    expect(isCurrent("/deliveries/88213402", "/deliveries")).toBe(true);
  });

  it("is not current on a page whose name only begins alike", () => {
    expect(isCurrent("/deliveries-archive", "/deliveries")).toBe(false);
  });
});
