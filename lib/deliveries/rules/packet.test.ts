import { describe, expect, it } from "vitest";
import { type CauseGroup, causes } from "../shapes";
import { packetText, type Say } from "./packet";

const say: Say = (line, values) =>
  [line, ...Object.entries(values).map(([name, value]) => `${name}=${value}`)].join(" ");
const group: CauseGroup = {
  cause: "signature_rejected",
  error: "401 Unauthorized: unknown kid ‹id›",
  dead: 318,
  more: false,
  firstDiedAt: "2026-11-28T10:00:00.123456Z",
  lastDiedAt: "2026-11-28T12:30:00.000000Z",
  members: [],
  keys: ["key-1", "key-\u202E2"],
  kids: ["whk_norae_2026_11"],
};
const facts = { relyingParty: "Norae", eventType: "user.updated", status: 401, group, kid: "whk_other" };

describe("the packet for a relying party", () => {
  it("tells counts, answer, times, keys, ids, what to check and when we send again", () => {
    const lines = packetText(say, facts).split("\n");
    expect(lines[0]).toContain("relyingParty=Norae");
    expect(lines).toContain("answered answer=401 Unauthorized: unknown kid ‹id›");
    expect(lines).toContain("period first=2026-11-28 10:00:00 UTC last=2026-11-28 12:30:00 UTC");
    expect(lines).toContain("key kids=whk_norae_2026_11");
    expect(lines.filter((line) => line.startsWith("  "))).toEqual(["  key-1", "  key-⟨U+202E⟩2"]);
    expect(lines.some((line) => line.startsWith("check"))).toBe(true);
    expect(lines.at(-2)).toContain("onWord");
  });

  it("names the key that would sign where none is assigned, and none where there is none", () => {
    expect(packetText(say, { ...facts, group: { ...group, kids: [] } })).toContain("key kids=whk_other");
    expect(packetText(say, { ...facts, kid: null, group: { ...group, kids: [] } })).not.toContain("key kids");
  });

  it("says that there was no answer, and that there are more than were looked at", () => {
    const text = packetText(say, { ...facts, status: null, group: { ...group, error: null, more: true } });
    expect(text).toContain("unanswered");
    expect(text).toContain("failedMore");
  });

  it("promises to send again, but not what arrived, and slowly where it was too much", () => {
    const ends = causes.map((cause) => [
      cause,
      packetText(say, { ...facts, group: { ...group, cause } })
        .split("\n")
        .at(-2)
        ?.split(" ")[0],
    ]);
    expect(ends.filter(([, end]) => end !== "onWord")).toEqual([
      ["rate_limited", "slowly"],
      ["idempotency_conflict", "none"],
    ]);
  });
});
