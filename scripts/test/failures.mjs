import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const MESSAGE_LINES = 12;
const escapeCodes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** Every failed test of a run with how its message begins, from the reports its phases left: for who has only the end of a log. */
export function failures(reports) {
  if (!existsSync(reports)) return [];
  const files = readdirSync(reports).filter((name) => name.endsWith(".json"));
  return files.toSorted().flatMap((name) => {
    const report = JSON.parse(readFileSync(path.join(reports, name), "utf8"));
    const told = report.testResults ? vitestFailures(report) : playwrightFailures(report.suites ?? []);
    return told.map(({ title, message }) => `${path.basename(name, ".json")}: ${title}\n${beginning(message)}`);
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
      })),
  ]);
}

function beginning(message = "") {
  const lines = message.replaceAll(escapeCodes, "").split("\n").filter(Boolean);
  return lines
    .slice(0, MESSAGE_LINES)
    .map((text) => `    ${text}`)
    .join("\n");
}
