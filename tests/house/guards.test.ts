import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { markers } from "../../scripts/guards/markers.mjs";
import { removals } from "../../scripts/guards/removals.mjs";
import { withSwitches } from "../../scripts/guards/switches.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const guards = markers();
const names = guards.map(({ name }) => name);
const proofs = JSON.parse(read("tests/guards.json")) as Record<string, { file: string; test: string; behind?: string }>;

test("every guard has a name of its own", () => {
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  expect(names.length).toBeGreaterThan(200);
});

test("every guard can be switched off by `npm run guards`", () => {
  for (const file of new Set(guards.map((guard) => guard.file))) {
    expect(withSwitches(file, read(file), { removals, offFile: "" })).toContain("guardIsOff(");
  }
  expect(Object.keys(removals).filter((name) => !names.includes(name))).toEqual([]);
});

test("every guard has a test that is said to prove it", () => {
  expect(names.filter((name) => !Object.hasOwn(proofs, name))).toEqual([]);
});

test("what is said to prove a guard is there, and its guard is", () => {
  expect(Object.keys(proofs).filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.values(proofs).filter(({ behind = names[0] ?? "" }) => !names.includes(behind))).toEqual([]);
  expect(Object.values(proofs).filter(({ file }) => !existsSync(path.join(root, file)))).toEqual([]);
});
