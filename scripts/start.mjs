import "./start/enough-node.mjs";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { buildWhenStale, generateWhenStale } from "./start/build.mjs";
import { claim } from "./start/claim.mjs";
import { installWhenStale } from "./start/install.mjs";
import { onStop } from "./start/interrupt.mjs";
import { readOptions, usage } from "./start/options.mjs";
import { root, stateFolder } from "./start/paths.mjs";
import { portsFrom } from "./start/ports.mjs";
import { Explained, failure, line, secondsSince } from "./start/say.mjs";
import { stopRuns, tellLeashesTo } from "./start/supervise.mjs";
import { welcome } from "./start/welcome.mjs";
import { World } from "./start/world.mjs";

const startedAt = performance.now();
let owner;
let world;
const folders = [root];
let interrupted = false;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) line(usage);
  else await startAll(options);
} catch (error) {
  // An interrupted install or build fails too, and that is nothing to tell.
  if (!interrupted) {
    failure(error, folders);
    await stopAll();
    process.exit(1);
  }
}

async function startAll({ dev, reset, state: folder, verbose }) {
  const state = stateFolder(folder);
  folders.push(state.base);
  mkdirSync(state.logs, { recursive: true, mode: 0o700 });
  owner = await claim(state.running);
  tellLeashesTo(owner.note);
  world = new World(worldOptions({ state, folder, dev, verbose }));
  onStop(async () => {
    interrupted = true;
    owner.leave();
    line("\nStopping …");
    await stopAll();
    process.exit(0);
  });

  await installWhenStale(state.log("install"));
  await generateWhenStale(state.log("generate"));
  if (!dev) await buildWhenStale(state.log("build"));
  if (reset) await world.forget();
  const opened = await world.open();
  await welcome(opened, { took: secondsSince(startedAt), logs: path.relative(process.cwd(), state.logs) });

  const { child, code, signal } = await world.died;
  throw new Explained(
    `The ${child.name} ended (${signal ?? `exit code ${code}`}). Its last words:\n\n${child.lastLines()}`,
  );
}

function worldOptions({ state, folder, dev, verbose }) {
  const serverUrl = process.env.DATABASE_OWNER_URL || undefined;
  return { state, ports: portsFrom(process.env), serverUrl, ownNames: folder !== ".sallyport", dev, verbose };
}

async function stopAll() {
  await stopRuns();
  await world?.stop();
  owner?.release();
}
