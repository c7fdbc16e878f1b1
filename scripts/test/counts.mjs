import { existsSync, readFileSync } from "node:fs";

export const nothing = { passed: 0, failed: 0, skipped: 0 };
export const oneFailed = { ...nothing, failed: 1 };

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** What vitest counted. A file that could not even be read counts as one failure, and so does a run without a result. */
export function fromVitest(file, { code }) {
  if (!existsSync(file)) return oneFailed;
  const report = JSON.parse(readFileSync(file, "utf8"));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return atLeastOneFailure(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

export function fromPlaywright(file, { code }) {
  if (!existsSync(file)) return oneFailed;
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8"));
  return atLeastOneFailure(code, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  });
}

/** A runner that ends badly has failed, whatever it counted. */
function atLeastOneFailure(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
