// node scripts/dockerfile-steps.mjs [--target web] [--target worker] [--modules node_modules] [--world FILE] [--keep]
// Runs the steps of our Dockerfile in folders of /tmp, where there is no Docker: the same copies, the same commands, the same start, as
// an ordinary user when we are root. It starts what came out with the environment of a running world, waits until its own health check
// says yes (a worker: until it says something), ends it by SIGTERM, and demands that it ends well.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { execForm, parseDockerfile } from "./dockerfile/parse.mjs";
import { Stage } from "./dockerfile/stage.mjs";
import { inRoot, stateFolder } from "./start/paths.mjs";

const PATIENCE_MS = 60_000;
const { values: asked } = parseArgs({
  options: {
    target: { type: "string", multiple: true, default: ["web", "worker"] },
    modules: { type: "string" },
    world: { type: "string", default: stateFolder(".sallyport").world },
    keep: { type: "boolean", default: false },
  },
});

const home = mkdtempSync(path.join(tmpdir(), "sallyport-image-"));
chmodSync(home, 0o755);
try {
  const stages = build();
  for (const target of asked.target) await tryOut(target, stages.get(target));
} finally {
  if (asked.keep) console.log(`Kept: ${home}`);
  else rmSync(home, { recursive: true, force: true });
}
process.exit();

/** Only the stages that the targets stand on, as Docker does. */
function build() {
  const all = parseDockerfile(readFileSync(inRoot("Dockerfile"), "utf8"));
  const stages = new Map();
  const modules = asked.modules ? path.resolve(asked.modules) : null;
  const wanted = new Set(asked.target.flatMap((target) => [...needed(all, target)]));
  for (const { name, from, steps } of all.filter(({ name }) => wanted.has(name))) {
    const stage = new Stage({ folder: path.join(home, name), stages, modules });
    stage.begin(from);
    for (const step of steps) {
      console.log(`${name}: ${step.op} ${step.words}`);
      stage.perform(step);
    }
    stages.set(name, stage);
  }
  return stages;
}

function needed(all, target) {
  const found = all.find(({ name }) => name === target);
  if (!found) return new Set();
  const before = [found.from, ...found.steps.flatMap(({ flags }) => flags.from ?? [])];
  return new Set([target, ...before.flatMap((name) => [...needed(all, name)])]);
}

async function tryOut(target, stage) {
  const port = String(await freePort());
  const { env: world } = JSON.parse(readFileSync(asked.world, "utf8"));
  const env = { ...stage.environment(world.product), PORT: port };
  const who = process.getuid?.() === 0 && stage.user ? { uid: 1_000, gid: 1_000 } : {};
  const [command, ...args] = execForm(stage.command);
  const child = spawn(command, args, { cwd: stage.workdir, env, ...who, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [check, ...checkArgs] = stage.health ? execForm(stage.health) : [];
  const said = once(child.stdout, "data");
  const isWell = async () =>
    check ? spawnSync(check, checkArgs, { cwd: stage.workdir, env, ...who }).status === 0 : (await said).length > 0;
  const began = performance.now();
  while (!(await Promise.race([isWell(), ended.then(() => false)]))) {
    if (child.exitCode !== null || performance.now() - began > PATIENCE_MS) throw new Error("It was never well.");
    await pause(200);
  }
  console.log(
    `${target}: well after ${((performance.now() - began) / 1_000).toFixed(1)} s${who.uid ? ", as user 1000" : ""}.`,
  );
  child.kill("SIGTERM");
  const [code] = await ended;
  if (code !== 0) throw new Error(`It ended with ${code}.`);
  console.log(`${target}: ended well.`);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
