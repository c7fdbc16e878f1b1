import { describe, expect, it } from "vitest";
import { keyKnowledge } from "./key-knowledge";

const now = new Date("2026-11-28T12:00:00Z");
const at = (secondsAgo: number): string => new Date(now.getTime() - secondsAgo * 1_000).toISOString();

describe("whether a relying party can know the active key", () => {
  it.each([
    ["it fetched the set with the key in it", "k2", { at: at(9_999), hasActive: true }, 300, "known"],
    ["its copy is older than the key, and may be kept", "k2", { at: at(300), hasActive: false }, 300, "not_yet"],
    ["its copy is older than the key, and should have ended", "k2", { at: at(301), hasActive: false }, 300, "overdue"],
    ["nobody knows how long it keeps a copy without the key", "k2", { at: at(1), hasActive: false }, null, "overdue"],
    ["it was never seen to fetch", "k2", null, 300, "never_seen"],
    ["no key is active", null, { at: at(1), hasActive: false }, 300, "no_active_key"],
  ] as const)("%s", (_name, activeKid, fetch, cacheSeconds, expected) => {
    expect(keyKnowledge({ activeKid, fetch, cacheSeconds }, now)).toBe(expected);
  });
});
