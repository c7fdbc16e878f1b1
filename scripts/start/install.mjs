import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot, root } from "./paths.mjs";
import { Explained, step } from "./say.mjs";
import { run } from "./supervise.mjs";

const lockFile = inRoot("package-lock.json");
/** npm tries again as often as ever, but within seconds: by itself it stays silent for ten minutes where no registry answers. */
const patience = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

/** Makes node_modules what package-lock.json says, and leaves the lock as it was. */
export async function installWhenStale(logFile) {
  if (isInstalled()) return;
  await step("Installing packages (minutes, once)", async () => {
    const ci = await npm("ci", logFile).catch((error) => error);
    if (!ci) return;
    // A registry that lacks packages of other platforms makes `npm ci` refuse; `npm install` takes what there is.
    const lock = readFileSync(lockFile);
    await npm("install", logFile).finally(() => {
      if (!readFileSync(lockFile).equals(lock)) writeFileSync(lockFile, lock);
    });
  });
}

/** npm writes its own lock into node_modules when an installation is complete, so a broken-off one has none. */
function isInstalled() {
  const installedLock = inRoot("node_modules/.package-lock.json");
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, "utf8")).packages).filter(
    ([folder]) => folder !== "",
  );
  return wanted.every(([folder, { version, optional, extraneous }]) =>
    installed[folder] ? installed[folder].version === version : optional || extraneous,
  );
}

/** What npm says where it could not get through to its registry. */
const unreachable = /E(?:CONN|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH)|CERT|SELF_SIGNED|UNABLE_TO_/;
const remedy =
  "npm does not reach its registry: `npm ping` asks it alone; `npm config` knows of `registry`, `proxy` and `cafile`.";

async function npm(verb, log) {
  const itself = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const save = verb === "install" ? ["--no-save"] : [];
  try {
    await run({
      name: `npm ${verb}`,
      command: [...itself, verb, ...save, ...patience, "--no-audit", "--no-fund", "--loglevel=error"],
      cwd: root,
      log,
      failure: "The packages could not be installed; npm says:",
    });
  } catch (error) {
    throw unreachable.test(error.message) ? new Explained(`${error.message}\n\n${remedy}`) : error;
  }
}
