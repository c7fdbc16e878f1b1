import { describe, expect, it } from "vitest";
import type { Proof } from "./catalogue";
import { isInSet, wantedInSet } from "./in-key-set";

const keys = [
  { kid: "k1", state: "compromised" },
  { kid: "k2", state: "active" },
  { kid: "k3", state: "published" },
];

describe("what the key set has to show", () => {
  it.each<[string, Proof, string[], string[], boolean]>([
    ["a revoked key is gone and its successor there", "kid_compromised_and_replaced", ["12", "k1"], ["k2", "k3"], true],
    ["a revoked key that is still served", "kid_compromised_and_replaced", ["12", "k1"], ["k1", "k2"], false],
    ["a revoked key whose successor nobody serves yet", "kid_compromised_and_replaced", ["12", "k1"], ["k3"], false],
    ["a published key is served", "webhook_key_published", ["12"], ["k2", "k3"], true],
    ["a published key that is not served", "token_key_published", [], ["k2"], false],
    ["an active key is served", "token_key_active", ["k2"], ["k2"], true],
    ["an active key that is not served", "webhook_key_active", ["12", "k2"], ["k3"], false],
    ["a retired key is gone", "webhook_key_retired", ["12", "k1"], ["k2"], true],
    ["a retired key that is still served", "token_key_retired", ["k1"], ["k1", "k2"], false],
  ])("%s", (_name, proof, given, kids, shown) => {
    const wanted = wantedInSet(proof, given, keys);
    expect(wanted && isInSet(wanted, kids)).toBe(shown);
  });

  it("is nothing for what is about no key", () => {
    expect(wantedInSet("links_mirrored", ["12"], keys)).toBeNull();
  });
});
