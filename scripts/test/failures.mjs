import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const MESSAGE_LINES = 12;
const PAGE_LINES = 60;
const escapeCodes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/**
 * Every failed test of a run with how its message begins and, of a journey, what the page said, from the reports its phases left:
 * for who has only the end of a log.
 */
export function failures(reports) {
  if (!existsSync(reports)) return [];
  const files = readdirSync(reports).filter((name) => name.endsWith(".json"));
  return files.toSorted().flatMap((name) => {
    const report = JSON.parse(readFileSync(path.join(reports, name), "utf8"));
    const told = report.testResults ? vitestFailures(report) : playwrightFailures(report.suites ?? []);
    return told.map(({ title, message, page }) =>
      [`${path.basename(name, ".json")}: ${title}`, beginning(message), ...(page ? ["    The page:", page] : [])].join(
        "\n",
      ),
    );
  });
}

function vitestFailures({ testResults }) {
  return testResults.flatMap((file) => {
    const where = path.relative(process.cwd(), file.name);
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed") return [{ title: where, message: file.message }];
    return failed.map((test) => ({ title: `${where} > ${test.fullName}`, message: test.failureMessages.join("\n") }));
  });
}

function playwrightFailures(suites) {
  return suites.flatMap((suite) => [
    ...playwrightFailures(suite.suites ?? []),
    ...(suite.specs ?? [])
      .filter((spec) => !spec.ok)
      .map((spec) => ({
        title: `${spec.file}:${spec.line} > ${spec.title}`,
        message: spec.tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? "")).join("\n"),
        page: spec.tests.flatMap(({ results }) => results.map(pageOf)).find(Boolean),
      })),
  ]);
}

/** What assistive technology would have read of the page when the test failed, from Playwright's file for it. */
function pageOf({ attachments = [] }) {
  const file = attachments.find(({ name }) => name === "error-context")?.path;
  if (!file || !existsSync(file)) return undefined;
  const seen =
    readFileSync(file, "utf8")
      .match(/```yaml\n([\s\S]*?)\n```/)?.[1]
      ?.split("\n") ?? [];
  const main = seen.findIndex((text) => /^\s*- main\b/.test(text));
  return indented(seen.slice(Math.max(main, 0)), PAGE_LINES);
}

function beginning(message = "") {
  return indented(message.replaceAll(escapeCodes, "").split("\n").filter(Boolean), MESSAGE_LINES);
}

function indented(lines, most) {
  return lines
    .slice(0, most)
    .map((text) => `    ${text}`)
    .join("\n");
}
