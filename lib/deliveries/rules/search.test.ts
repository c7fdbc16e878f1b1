import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSearch, type SearchTerm, searchFields, writeSearch } from "./search";
import { suggest, take } from "./suggest";

const term = (field: SearchTerm["field"], value: string, more: Partial<SearchTerm> = {}): SearchTerm => ({
  field,
  not: false,
  op: ":",
  value,
  ...more,
});
const told = (text: string) => readSearch(text).misread.map(({ why }) => why);

describe("a search", () => {
  it.each<[string, SearchTerm[], string]>([
    ["", [], ""],
    ["88213402", [], "88213402"],
    ["app:EB status:503", [term("app", "EB"), term("status", "503")], ""],
    ['app:"Baram Pay" upstream connect', [term("app", "Baram Pay")], "upstream connect"],
    ["-cause:idempotency_conflict", [term("cause", "idempotency_conflict", { not: true })], ""],
    ["age>2h", [term("age", "2h", { op: ">" })], ""],
    ["age:<30m", [term("age", "30m", { op: "<" })], ""],
    ["status:5xx status:none", [term("status", "5xx"), term("status", "none")], ""],
    ['error:"say \\"no\\""', [term("error", 'say "no"')], ""],
    ['error:"never closed', [term("error", "never closed")], ""],
    ["state:delivered kid:whk_1", [term("state", "delivered"), term("kid", "whk_1")], ""],
    ['"two  blanks"', [], "two  blanks"],
    ["%' OR 1=1 --", [], "%' OR 1=1 --"],
    ["Errno::ECONNREFUSED: no", [], "Errno::ECONNREFUSED: no"],
  ])("%j reads as terms and words", (text, terms, words) => {
    expect(readSearch(text)).toEqual({ terms, words, misread: [] });
  });

  it("names what it does not understand, and loses none of it in silence", () => {
    expect(readSearch("colour:red 503")).toEqual({
      terms: [],
      words: "colour:red 503",
      misread: [{ text: "colour:red", why: "field" }],
    });
    for (const wrong of [
      "status:700",
      "status:",
      "cause:rain",
      "age:2h",
      "age>2y",
      "app>3",
      "-state:dead",
      "state:gone",
    ])
      expect([wrong, told(wrong), readSearch(wrong).words]).toEqual([wrong, ["value"], ""]);
  });

  const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc
      .array(fc.constantFrom(...searchFields, ":", ">", "<", "-", '"', "\\", " ", "503", "a", "\u202e", "%"), {
        maxLength: 24,
      })
      .map((parts) => parts.join("")),
  );

  it("never fails, and what it says again in its own words reads the same", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { terms, words } = readSearch(text);
        const again = readSearch(writeSearch({ terms, words }));
        expect({ terms: again.terms, words: again.words }).toEqual({ terms, words });
      }),
      { numRuns: 2_000 },
    );
  });

  it("is read quickly, whatever it is (F-12)", () => {
    for (const hostile of [
      'app:"'.repeat(10_000),
      "a".repeat(50_000),
      '\\"'.repeat(25_000),
      " ".repeat(50_000),
      "-".repeat(50_000),
    ]) {
      const started = performance.now();
      readSearch(hostile);
      suggest(hostile, { apps: [], events: [] });
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});

describe("suggestions", () => {
  const known = { apps: ["EB", "Baram Pay"], events: ["user.updated"] };

  it("name the fields, then the values of the one that was begun", () => {
    expect(suggest("", known)).toContain("app:");
    expect(suggest("503 ca", known)).toEqual(["cause:"]);
    expect(suggest("-ev", known)).toEqual(["-event:"]);
    expect(suggest("app:b", known)).toEqual(['app:"Baram Pay"']);
    expect(suggest("-cause:idem", known)).toEqual(["-cause:idempotency_conflict"]);
    expect(suggest("kid:", known)).toEqual([]);
  });

  it("take the place of the last piece and of nothing else", () => {
    expect(take("status:503 app:b", 'app:"Baram Pay"')).toBe('status:503 app:"Baram Pay" ');
    expect(take("status:503 ", "app:")).toBe("status:503 app:");
    expect(readSearch(take("app:b", 'app:"Baram Pay"')).terms).toEqual([term("app", "Baram Pay")]);
  });
});
