import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { productNode } from "../start/node24.mjs";
import { inRoot, root } from "../start/paths.mjs";
import { runToEnd } from "../start/supervise.mjs";
import { chromium } from "../test/chromium.mjs";

const projectOf = (file) => /^tests\/(house|operations|sandbox|http|journeys)\//.exec(file)?.[1] ?? "rules";
export const needsWorld = (file) => !["rules", "house"].includes(projectOf(file));

/**
 * A file's tests, or one of them.
 * @returns {Promise<{ passed: number, failed: string[] }>} how many passed, and which did not
 */
export async function runTests({ file, test }, { worldFile, state }) {
  const project = projectOf(file);
  const report = path.join(state.base, "report.json");
  rmSync(report, { force: true });
  await (project === "journeys" ? playwright : vitest)({ project, file, test, report, worldFile, state });
  return project === "journeys" ? ofJourneys(report) : ofVitest(report);
}

const exactly = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const vitest = ({ project, file, test, report, worldFile, state }) =>
  runToEnd({
    name: "vitest",
    command: [
      productNode(),
      inRoot("node_modules/vitest/vitest.mjs"),
      "run",
      "--project",
      project,
      "--reporter=json",
      `--outputFile.json=${report}`,
      "--bail=1",
      ...(test ? ["--testNamePattern", `^${exactly(test)}$`] : []),
      file,
    ],
    cwd: root,
    env: { ...process.env, ...(worldFile ? { SALLYPORT_WORLD: worldFile } : {}) },
    log: state.log("vitest"),
  });

const playwright = async ({ file, test, report, worldFile, state }) =>
  runToEnd({
    name: "playwright",
    command: [
      productNode(),
      inRoot("node_modules/@playwright/test/cli.js"),
      "test",
      "--reporter=json",
      "--max-failures=1",
      ...(test ? ["--grep", `${exactly(test)}$`] : []),
      file,
    ],
    cwd: root,
    env: {
      ...process.env,
      SALLYPORT_WORLD: worldFile,
      CHROMIUM_PATH: await chromium(state.log),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
    log: state.log("playwright"),
  });

const read = (report) => JSON.parse(readFileSync(report, "utf8"));

function ofVitest(report) {
  const tests = read(report).testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests
      .filter(({ status }) => status === "failed")
      .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(" > ")),
  };
}

function ofJourneys(report) {
  const specs = read(report).suites.flatMap(specsOf);
  return {
    passed: specs.filter(({ ok }) => ok).length,
    failed: specs.filter(({ ok, tests }) => !ok && tests.length > 0).map(({ title }) => title),
  };
}

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];
