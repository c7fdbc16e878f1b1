import { describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import { hours } from "@/lib/core/duration";
import { escalationSteps, judgeFiling, judgeWriting, type Reader, reviewState, unanswered } from "./rules";

const words = { whatHappened: "A key leaked.", why: "It was in a log.", whatToChange: "Redact keys." };
const codeOf = (judged: ReturnType<typeof judgeFiling>): string => (judged.ok ? "ok" : judged.refusal.code);

describe("a review", () => {
  it("is open until all three questions are answered, and blanks are no answer", () => {
    expect(reviewState({ ...words, why: " \n", filedAt: null })).toBe("open");
    expect(unanswered({ ...words, why: " \n", whatToChange: "" })).toEqual(["why", "whatToChange"]);
    expect(reviewState({ ...words, filedAt: null })).toBe("written");
    expect(reviewState({ ...words, filedAt: new Date() })).toBe("filed");
  });

  const readers: Record<string, Reader> = {
    "who acted, a responder": { own: true, roles: ["responder"] },
    "who acted, an admin": { own: true, roles: ["admin"] },
    "another responder": { own: false, roles: ["responder"] },
    "another admin": { own: false, roles: ["admin"] },
    "a manager": { own: false, roles: ["manager"] as Role[] },
  };

  it.each([
    ["who acted, a responder", "ok", "not_allowed"],
    ["who acted, an admin", "ok", "self_review"],
    ["another responder", "review_not_yours", "not_allowed"],
    ["another admin", "ok", "ok"],
    ["a manager", "review_not_yours", "not_allowed"],
  ])("%s: writing is %s, filing is %s", (who, writing, filing) => {
    const reader = readers[who] as Reader;
    expect([codeOf(judgeWriting("written", reader)), codeOf(judgeFiling("written", reader))]).toEqual([
      writing,
      filing,
    ]);
  });

  it("is filed once, and only when it is complete", () => {
    const admin = readers["another admin"] as Reader;
    expect(codeOf(judgeFiling("open", admin))).toBe("review_incomplete");
    expect(codeOf(judgeFiling("filed", admin))).toBe("review_filed");
    expect(codeOf(judgeWriting("filed", admin))).toBe("review_filed");
  });

  it("is told when it is late, four hours later, and each day after", () => {
    const steps = [-1, 0, hours(4) - 1, hours(4), hours(24), hours(48)].map(escalationSteps);
    expect(steps).toEqual([0, 1, 1, 2, 3, 4]);
  });
});
