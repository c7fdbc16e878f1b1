import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
/** How many worlds `npm test` names: one test file at a time runs in each. */
const worlds = (process.env.SALLYPORT_WORLD ?? "").split(path.delimiter).filter(Boolean).length;

const base = {
  // The product imports "server-only", which only lets itself be imported under this condition.
  resolve: { alias: { "@": root }, conditions: ["react-server"] },
  ssr: { resolve: { conditions: ["react-server"], externalConditions: ["react-server"] } },
};

/** Without a world: fast, in parallel. */
const alone = { environment: "node" as const, testTimeout: 10_000 };

/** Against running worlds, which the files share: one file at a time in each. */
const inWorld = {
  environment: "node" as const,
  fileParallelism: worlds > 1,
  maxWorkers: Math.max(1, worlds),
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Vitest gives up polling after one second, which a busy machine needs for itself.
  expect: { poll: { timeout: 15_000 } },
  setupFiles: [path.join(root, "tests/support/enter-world.ts")],
};

export default defineConfig({
  test: {
    retry: 0,
    projects: [
      { ...base, test: { ...alone, name: "house", include: ["tests/house/**/*.test.ts"] } },
      {
        ...base,
        test: { ...alone, name: "rules", include: ["{lib,components}/**/*.test.ts", "scripts/**/*.test.ts"] },
      },
      { ...base, test: { ...inWorld, name: "operations", include: ["tests/operations/**/*.test.ts"] } },
      { ...base, test: { ...inWorld, name: "sandbox", include: ["tests/sandbox/**/*.test.ts"] } },
      { ...base, test: { ...inWorld, name: "http", include: ["tests/http/**/*.test.ts"] } },
    ],
  },
});
