import { expect, it } from "vitest";
import { everySource, textOf } from "./tree";

/** What must hold of keys at every instant, by the numbers of the security review. */
const cases = Array.from({ length: 16 }, (_, place) => `H-${String(place + 1).padStart(2, "0")}`);

it("has a test by name for each of the cases that keys must stand", () => {
  const tests = everySource().filter((file) => /\.(test|spec)\.ts$/.test(file));
  const named = new Set(tests.flatMap((file) => namesOf(textOf(file)).flatMap((name) => name.match(/H-\d\d/g) ?? [])));
  expect(cases.filter((each) => !named.has(each))).toEqual([]);
});

/** Names of tests and of groups of them. */
const namesOf = (text: string): string[] =>
  [...text.matchAll(/\b(?:it|test|describe)(?:\.each\([^\n]*\))?\(\s*["`]([^"`]+)["`]/g)].map(([, name]) => name ?? "");
