import { describe, expect, test } from "vitest";
import { withSwitches } from "./switches.mjs";

const offFile = "/nowhere/.guard-off";
const switched = (source: string, removals = {}): string =>
  withSwitches("lib/some/rules.ts", source, { removals, offFile }).split("\nfunction guardIsOff")[0] ?? "";

describe("a guard that can be switched off", () => {
  test("is a condition that no longer holds", () => {
    expect(switched('  if (a(b) || "(") return refuse("no"); // guard: on-one-line')).toBe(
      '  if (!guardIsOff("on-one-line") && (a(b) || "(")) return refuse("no"); // guard: on-one-line',
    );
  });

  test("may stand in the line below its condition, and in a branch that is not the first", () => {
    expect(
      switched('  if (tooFew)\n    missing.push("few");\n  else if (old)\n    return no; // guard: in-two-lines'),
    ).toBe(
      '  if (tooFew)\n    missing.push("few");\n  else if (!guardIsOff("in-two-lines") && (old))\n    return no; // guard: in-two-lines',
    );
  });

  test("is what is said of it where its form tells nothing", () => {
    const removals = { owner: { of: "person = me", without: "($guard OR ${$off}::boolean)" } };
    expect(switched("  WHERE person = me\n  FOR UPDATE`; // guard: owner", removals)).toBe(
      '  WHERE (person = me OR ${guardIsOff("owner")}::boolean)\n  FOR UPDATE`; // guard: owner',
    );
  });

  test("is never left as it was in silence", () => {
    expect(() => switched("  const held = hold(it); // guard: odd")).toThrow(/lib\/some\/rules\.ts:1.*"odd"/);
    expect(() => switched("  if (a) {\n    b();\n    c();\n    return d; // guard: far-away\n  }")).toThrow(/far-away/);
  });
});

test("a source without guards stays as it is", () => {
  expect(withSwitches("lib/some/rules.ts", "export const a = 1;\n", { removals: {}, offFile })).toBe(
    "export const a = 1;\n",
  );
});
