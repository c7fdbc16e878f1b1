import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { productNode } from "./node24.mjs";
import { inRoot, root } from "./paths.mjs";
import { step } from "./say.mjs";
import { run } from "./supervise.mjs";

const folders = ["app", "components", "lib", "messages", "public", "prisma"];
const settings = ["tsconfig.json", "package-lock.json", "postcss.config.mjs"];
const isNoSource = (file) => file.startsWith("lib/generated/") || /\.(test|d)\.tsx?$/.test(file);

/** Everything that a build reads. At the top that is each TypeScript file but the settings of the test runners. */
function sources() {
  const atTop = readdirSync(root).filter((name) => name.endsWith(".ts") && !/^(vitest|playwright)\.config/.test(name));
  return [...folders, ...settings, ...atTop];
}

/** Generates both Prisma clients when a schema or Prisma itself changed. */
export async function generateWhenStale(logFile) {
  const wanted = fingerprint(["prisma", "prisma.config.ts", "prisma.idp.config.ts", "package-lock.json"]);
  await remake("Generating database clients", inRoot("lib/generated/.made-from"), wanted, async () => {
    for (const config of ["prisma.config.ts", "prisma.idp.config.ts"]) {
      await run({
        name: `prisma generate (${config})`,
        command: [productNode(), "node_modules/prisma/build/index.js", "generate", "--config", config],
        cwd: root,
        log: logFile,
        env: {
          ...buildEnvironment(),
          // Prisma would download an engine that generating never runs; any file that exists keeps it from that.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
          CHECKPOINT_DISABLE: "1",
        },
      });
    }
  });
}

/** Builds the console when a source changed, or when the last build did not end. */
export async function buildWhenStale(logFile) {
  const settings = buildSettings();
  const build = fingerprint(sources(), { skip: isNoSource }).slice(0, 16);
  const wanted = createHash("sha256").update(build).update(JSON.stringify(settings)).digest("hex");
  await remake("Building the console", inRoot(".next/made-from"), wanted, () =>
    run({
      name: "next build",
      command: [productNode(), "node_modules/next/dist/bin/next", "build"],
      cwd: root,
      log: logFile,
      env: { ...buildEnvironment(), ...settings, NODE_ENV: "production", SALLYPORT_BUILD: build },
      failure: "The console could not be built:",
    }),
  );
}

/** The stamp goes away first and comes back last: work that was broken off is done again. */
async function remake(label, stampFile, wanted, work) {
  if (readStamp(stampFile) === wanted) return;
  rmSync(stampFile, { force: true });
  await step(label, work);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
}

function readStamp(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** What a release's build may be told: the key that keeps the addresses of acts the same from build to build, and its form. */
function buildSettings() {
  const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, NEXT_OUTPUT } = process.env;
  return { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, NEXT_OUTPUT };
}

/** Building needs no other secret, so it gets none. */
function buildEnvironment() {
  const { PATH, HOME, LANG, TMPDIR, CI } = process.env;
  return { PATH, HOME, LANG, TMPDIR, CI, NEXT_TELEMETRY_DISABLED: "1" };
}
