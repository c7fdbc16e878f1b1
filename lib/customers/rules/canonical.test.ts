import { describe, expect, it } from "vitest";
import type { IdentityLink } from "../shapes";
import { canonicalChain } from "./canonical";

const link = (sourceUserId: string, canonicalUserId: string, state = "confirmed"): IdentityLink => ({
  id: `${sourceUserId}${canonicalUserId}`,
  sourceUserId,
  canonicalUserId,
  state,
  createdAt: "2026-10-01T00:00:00.000000Z",
});

describe("the way to a canonical user", () => {
  it.each<[string, IdentityLink[], string | null, string[], string[], string | null]>([
    ["no link", [], null, [], ["1"], null],
    ["one merge", [link("1", "2")], "2", [], ["1", "2"], null],
    ["two merges, the row naming the last", [link("1", "2"), link("2", "3")], "3", [], ["1", "2", "3"], null],
    ["two merges, the row naming the first", [link("1", "2"), link("2", "3")], "2", [], ["1", "2", "3"], null],
    ["the same merge twice", [link("1", "2"), { ...link("1", "2"), id: "x" }], "2", [], ["1", "2"], null],
    ["a pending merge", [link("1", "2", "pending")], null, [], ["1"], null],
    ["a pending merge that the row has already", [link("1", "2", "pending")], "2", [], ["1"], "differs"],
    ["a merge that the row lacks", [link("1", "2")], null, [], ["1", "2"], "differs"],
    ["a merge into oneself", [link("1", "1")], "1", [], ["1", "1"], "cycle"],
    ["a pair", [link("1", "2"), link("2", "1")], "2", [], ["1", "2", "1"], "cycle"],
    ["a ring further on", [link("1", "2"), link("2", "3"), link("3", "2")], "2", [], ["1", "2", "3", "2"], "cycle"],
    ["two at once", [link("1", "2"), link("1", "3")], "2", [], ["1"], "two_canonicals"],
    ["nobody there", [link("1", "2")], "2", ["2"], ["1", "2"], "dangling"],
    ["only somebody merged into them", [link("9", "1")], null, [], ["1"], null],
  ])("%s", (_name, links, columnSays, absent, ids, trouble) => {
    expect(canonicalChain({ userId: "1", columnSays, links, absent })).toEqual({ ids, trouble });
  });
});
