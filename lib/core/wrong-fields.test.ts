import { expect, test } from "vitest";
import { z } from "zod";
import { wrongFields } from "./wrong-fields";

const shape = z.strictObject({ id: z.string(), search: z.strictObject({ q: z.string() }) });
const wrongIn = (given: unknown, whole?: string): string | null => {
  const parsed = shape.safeParse(given);
  return parsed.success ? null : wrongFields(parsed.error, whole);
};

test("what was wrong is told by its name and place, never by its value", () => {
  expect(wrongIn({ id: 7, search: { q: "secret" } })).toBe("id");
  expect(wrongIn({ id: "1", search: { q: 7 } })).toBe("search.q");
  expect(wrongIn({ id: "1", search: { q: "x", canary: 1 } })).toBe("search.canary");
  expect(wrongIn({ id: "1", search: { q: "x" }, "<b>": 1, more: 2 })).toBe("?b? more");
});

test("what is none at all is told by what it is called", () => {
  expect(wrongIn(null)).toBe("input");
  expect(wrongIn([], "body")).toBe("body");
});
