import { describe, expect, it } from "vitest";
import { probeKinds } from "../shapes";
import { inOrder } from "./evidence-order";

const seen = (...probes: string[]) => probes.map((probe) => ({ probe }));

describe("the order of checks", () => {
  it("is the same however they come, and whatever they say", () => {
    const all = seen("outbox", "app/storefront", "clerk_api", "render/idp", "app/accounts", "clock");
    const order = ["clerk_api", "app/accounts", "app/storefront", "render/idp", "outbox", "clock"];
    expect(inOrder(all).map(({ probe }) => probe)).toEqual(order);
    expect(inOrder(all.toReversed()).map(({ probe }) => probe)).toEqual(order);
  });

  it("puts what it does not know last", () => {
    expect(inOrder(seen("brand_new", "clock"))).toEqual(seen("clock", "brand_new"));
  });

  it("has a place for every kind", () => {
    const kinds = inOrder(seen(...probeKinds, "brand_new"));
    expect(kinds.at(-1)).toEqual({ probe: "brand_new" });
  });
});
