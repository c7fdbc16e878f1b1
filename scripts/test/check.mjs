import { existsSync } from "node:fs";
import { productNode } from "../start/node24.mjs";
import { inRoot, root } from "../start/paths.mjs";
import { line, step } from "../start/say.mjs";
import { runToEnd } from "../start/supervise.mjs";
import { add, nothing, oneFailed } from "./counts.mjs";

/** oxlint's type-aware rules never finish on "." but do on the folders by name. */
const linted = [
  "app",
  "components",
  "lib",
  "sandbox",
  "scripts",
  "tests",
  "worker.ts",
  "middleware.ts",
  "instrumentation.ts",
  "next.config.ts",
  "playwright.config.ts",
  "vitest.config.ts",
];

const modules = (...parts) => inRoot("node_modules", ...parts);

const steps = {
  format: () => [modules("@biomejs/biome/bin/biome"), "check", "--diagnostic-level=error", "."],
  lint: () => [
    modules("oxlint/bin/oxlint"),
    "--quiet",
    "--type-aware",
    ...linted.filter((part) => existsSync(inRoot(part))),
  ],
  types: () => [modules("typescript/bin/tsc"), "--noEmit"],
  house: () => [modules("vitest/vitest.mjs"), "run", "--project", "house", "--reporter=dot"],
};

/** Format, lint, types and house tests, each counted as one; what a step says is shown only when it fails. */
export async function check(log) {
  await nextTypes(log);
  let counts = nothing;
  for (const [name, command] of Object.entries(steps)) {
    const end = await step(name, () => runToEnd(node(name, command(), log)));
    counts = add(counts, end.code === 0 ? { ...nothing, passed: 1 } : oneFailed);
    if (end.code !== 0) line(`\n${end.lastLines(200)}\n`);
  }
  return counts;
}

/** Next writes the types of routes and of CSS imports; a fresh clone has none yet. */
async function nextTypes(log) {
  const command = [modules("next/dist/bin/next"), "typegen"];
  const { code, lastLines } = await runToEnd(node("typegen", command, log, { NEXT_TELEMETRY_DISABLED: "1" }));
  if (code !== 0) line(lastLines());
}

/** Without colours, which a log file would keep as noise. */
function node(name, command, log, more = {}) {
  const { FORCE_COLOR: _colours, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: "1", ...more };
  return { name, command: [productNode(), ...command], cwd: root, env, log: log(`check-${name}`) };
}
