import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { add, fromPlaywright, fromVitest, nothing, oneFailed, sentence } from "./counts.mjs";

describe("the closing line", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sallyport-counts-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const report = (content: object): string => {
    const file = path.join(folder, `${crypto.randomUUID()}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };
  const playwright = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 1 }, errors: [] };

  it("adds up and reads as it must", () => {
    expect(sentence(add({ passed: 1, failed: 2, skipped: 3 }, add(nothing, oneFailed)))).toBe(
      "1 passed, 3 failed, 3 skipped",
    );
  });

  it("counts what vitest counted", () => {
    expect(fromVitest(report(vitest), { code: 0 })).toEqual({ passed: 5, failed: 0, skipped: 3 });
  });

  it("counts a test file that could not be read", () => {
    const broken = { ...vitest, testResults: [{ status: "failed", assertionResults: [] }] };
    expect(fromVitest(report(broken), { code: 1 })).toMatchObject({ failed: 1 });
  });

  it("never calls a run without a report, or one that ended badly, a success", () => {
    expect(fromVitest(path.join(folder, "none.json"), { code: 0 })).toEqual(oneFailed);
    expect(fromVitest(report(vitest), { code: 1 })).toMatchObject({ passed: 5, failed: 1 });
    expect(fromPlaywright(report(playwright), { code: null })).toMatchObject({ passed: 3, failed: 1 });
  });

  it("counts a journey that only passed at the second try as failed", () => {
    const flaky = { ...playwright, stats: { ...playwright.stats, flaky: 1 } };
    expect(fromPlaywright(report(flaky), { code: 0 })).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });
});
