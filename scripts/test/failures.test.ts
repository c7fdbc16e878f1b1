import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { failures } from "./failures.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sallyport-failures-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (name: string, content: object): void =>
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(content));

it("tells each failed test of every phase, with how its message begins and without colours", () => {
  const file = path.resolve("tests/http/tokens.test.ts");
  const assertionResults = [
    { status: "passed", fullName: "holds", failureMessages: [] },
    { status: "failed", fullName: "is refused", failureMessages: ["\u001b[31mexpected 200\u001b[39m\n\nto be 403"] },
  ];
  report("http", { testResults: [{ name: file, status: "failed", message: "", assertionResults }] });
  const failed = { ok: false, file: "deploys.spec.ts", line: 27, title: "rolls back", tests: [] };
  const tests = [{ results: [{ error: { message: "two elements" } }] }];
  report("journeys", {
    suites: [
      {
        suites: [
          {
            specs: [
              { ...failed, tests },
              { ...failed, ok: true },
            ],
          },
        ],
      },
    ],
  });
  expect(failures(folder)).toEqual([
    "http: tests/http/tokens.test.ts > is refused\n    expected 200\n    to be 403",
    "journeys: deploys.spec.ts:27 > rolls back\n    two elements",
  ]);
});

it("tells a file that could not be read, and nothing where nothing ran", () => {
  const broken = { name: path.resolve("a.test.ts"), status: "failed", message: "no such module", assertionResults: [] };
  report("rules", { testResults: [broken] });
  expect(failures(folder)).toEqual(["rules: a.test.ts\n    no such module"]);
  expect(failures(path.join(folder, "none"))).toEqual([]);
});

it("tells what the page said when a journey failed, from its main part on", () => {
  const file = path.join(folder, "error-context.md");
  const page = ["- banner:", "  - link: Triage", "- main:", "  - button: Pause", ...Array<string>(90).fill("  - row")];
  writeFileSync(file, ["# Page snapshot", "```yaml", ...page, "```", "```ts", "code", "```"].join("\n"));
  const results = [{ error: { message: "no element" }, attachments: [{ name: "error-context", path: file }] }];
  report("journeys", {
    suites: [{ specs: [{ ok: false, file: "replay.spec.ts", line: 1, title: "pauses", tests: [{ results }] }] }],
  });
  const [told] = failures(folder);
  expect(told?.split("\n").slice(0, 5)).toEqual([
    "journeys: replay.spec.ts:1 > pauses",
    "    no element",
    "    The page:",
    "    - main:",
    "      - button: Pause",
  ]);
  expect(told?.split("\n")).toHaveLength(63);
});
