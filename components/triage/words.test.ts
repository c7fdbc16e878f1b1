import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { signInSteps } from "@/lib/connectors/clerk/sign-in-path";
import { failureCauses } from "@/lib/triage/rules/judge-deliveries";
import { probeKinds, probeStatuses } from "@/lib/triage/shapes";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

const root = path.resolve(import.meta.dirname, "../..");
const textOf = (file: string): string => readFileSync(path.join(root, file), "utf8");
const literals = (text: string): string[] => [...text.matchAll(/"([a-z0-9_]+)"/g)].map(([, word]) => word ?? "");

/** What stands behind `detail:` anywhere in the room, and what a connector's failure may be called. */
const written = globSync("lib/triage/**/*.ts", { cwd: root })
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) =>
    [...textOf(file).matchAll(/detail(?:: | = )([^}\n;]*)/g)].flatMap(([, said]) => literals(said ?? "")),
  );
const failures = [...textOf("lib/connectors/request.ts").matchAll(/\| \{ kind: "([a-z_]+)"/g)].map(
  ([, kind]) => kind ?? "",
);
const indicators = literals(
  /const indicators = \[([^\]]*)\]/.exec(textOf("lib/connectors/status-page/read-status.ts"))?.[1] ?? "",
);
const said = [...indicators.filter((each) => each !== "none"), "unknown"].map((each) => `says_${each}`);
const states: ReadonlySet<string> = new Set([...probeStatuses, "none"]);
const codes = [
  ...new Set([...written.filter((word) => !states.has(word)), ...failures, ...failureCauses, ...said]),
].toSorted();

describe.each([
  ["en", en.triagePage],
  ["ko", ko.triagePage],
] as const)("the triage page in %s", (_language, words) => {
  it("finds the codes that probes give", () => {
    expect(failures.length).toBeGreaterThan(4);
    expect(codes).toContain("stuck_crashlooping");
    expect(codes).toContain("says_critical");
  });

  it.each(codes)("says %s in words", (code) => {
    expect(words.detail).toHaveProperty(code);
  });

  it("says each step of our own sign-in", () => {
    expect(Object.keys(words.step)).toEqual([...signInSteps]);
  });

  it.each(probeKinds)("has a name for %s", (kind) => {
    expect(words.probe).toHaveProperty(kind);
  });
});
