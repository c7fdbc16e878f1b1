import { describe, expect, it } from "vitest";
import { keyOfIncident } from "./key-of-incident";

const act = (operation: string, subject: string) => ({ kind: "operation" as const, values: { operation, subject } });
const declared = (subject?: string) => ({
  kind: "declared" as const,
  values: subject === undefined ? {} : { subject },
});

describe("the key that an incident is about", () => {
  it.each([
    ["the one that it was declared with", [declared("whk-eb-3"), act("clerk-key.replace", "0a1b2c3d")], "whk-eb-3"],
    [
      "the secret key that was replaced under it",
      [declared(), act("clerk-key.replace", "0a1b2c3d")],
      "clerk_secret_key:0a1b2c3d",
    ],
    [
      "also where the act was about one app",
      [declared(), act("clerk-key.vouch", "0a1b2c3d: Desk")],
      "clerk_secret_key:0a1b2c3d",
    ],
    [
      "the signing key that was revoked under it",
      [declared(), act("key.compromise", "Podo Games whk-podo-2")],
      "whk-podo-2",
    ],
    ["nobody's where nobody named one", [declared(), act("deploy.rollback", "0a1b2c3d")], null],
  ])("is %s", (_name, timeline, key) => {
    expect(keyOfIncident(timeline)).toBe(key);
  });
});
