import path from "node:path";
import { productNode } from "../start/node24.mjs";
import { inRoot, root } from "../start/paths.mjs";
import { runToEnd } from "../start/supervise.mjs";
import { check } from "./check.mjs";
import { chromium } from "./chromium.mjs";
import { fromPlaywright, fromVitest } from "./counts.mjs";

/**
 * What `npm test` does, in order. What a phase cannot do without is seen to before the first one begins. A phase gets the world's file (where it needs one), a folder for its report, the logs
 * and the person's filters, and returns what it counted.
 */
export const phases = [
  { name: "check", title: "Format, lint, types and the laws of the house", run: ({ log }) => check(log) },
  { name: "rules", title: "Pure rules", run: vitest("rules") },
  {
    name: "operations",
    title: "Operations against PostgreSQL and the sandbox",
    needsWorld: true,
    run: vitest("operations"),
  },
  { name: "sandbox", title: "The sandbox keeps its neighbours' contracts", needsWorld: true, run: vitest("sandbox") },
  { name: "http", title: "The built console over HTTP", needsWorld: true, run: vitest("http") },
  {
    name: "journeys",
    title: "People's days in a real browser",
    // Looked for before anything else: nobody should hear after half an hour that it is missing.
    prepare: chromium,
    needsWorld: true,
    // A browser alone keeps both cores busy: what waits for it beside another is late everywhere.
    inOneWorld: true,
    run: playwright,
  },
];

function vitest(project) {
  return async ({ worldFile, reports, grep, files }) => {
    const report = path.join(reports, `${project}.json`);
    const end = await inTerminal(`vitest (${project})`, {
      command: [
        inRoot("node_modules/vitest/vitest.mjs"),
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...(grep ? ["--testNamePattern", grep] : []),
        ...files,
      ],
      env: worldFile ? { SALLYPORT_WORLD: worldFile } : {},
    });
    return fromVitest(report, end);
  };
}

async function playwright({ worldFile, reports, grep, files, log }) {
  const report = path.join(reports, "journeys.json");
  const end = await inTerminal("playwright", {
    command: [
      inRoot("node_modules/@playwright/test/cli.js"),
      "test",
      "--reporter=list,json",
      ...(grep ? ["--grep", grep] : []),
      ...files,
    ],
    env: { SALLYPORT_WORLD: worldFile, CHROMIUM_PATH: await chromium(log), PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return fromPlaywright(report, end);
}

function inTerminal(name, { command, env }) {
  return runToEnd({ name, command: [productNode(), ...command], cwd: root, env: { ...process.env, ...env } });
}
