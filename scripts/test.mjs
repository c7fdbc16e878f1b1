// npm test: everything that a change must pass. All phases run, also after one that failed.
import "./start/enough-node.mjs";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { buildWhenStale, generateWhenStale } from "./start/build.mjs";
import { installWhenStale } from "./start/install.mjs";
import { onStop } from "./start/interrupt.mjs";
import { stateFolder } from "./start/paths.mjs";
import { Explained, failure, line, secondsSince } from "./start/say.mjs";
import { stopRuns } from "./start/supervise.mjs";
import { add, nothing, oneFailed, sentence } from "./test/counts.mjs";
import { failures } from "./test/failures.mjs";
import { readOptions, usage } from "./test/options.mjs";
import { OwnWorld } from "./test/own-world.mjs";

const startedAt = performance.now();
const state = stateFolder(".sallyport/test");
const reports = path.join(state.base, "reports");
/** Test files run side by side, each beside others of another world: they wait more than they compute. */
const ownWorlds = [new OwnWorld(state), new OwnWorld(stateFolder(".sallyport/test-2"))];
let opening;

onStop(() => cleanUp().then(() => process.exit(130)));

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    line(usage);
    process.exit(0);
  }
  rmSync(reports, { recursive: true, force: true });
  for (const folder of [state.logs, reports]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  await installWhenStale(state.log("install"));
  await generateWhenStale(state.log("generate"));
  for (const phase of options.chosen) await phase.prepare?.(state.log);
  const total = await runPhases(options);
  await cleanUp();
  for (const told of failures(reports)) line(`\n${told}`);
  line(`\nIn ${secondsSince(startedAt)}:\n`);
  line(sentence(total));
  process.exit(total.failed === 0 ? 0 : 1);
} catch (error) {
  failure(error);
  await cleanUp();
  line(`\n${sentence(oneFailed)}`);
  process.exit(1);
}

async function runPhases({ chosen, worldFile, grep, files }) {
  const isWhole = files.length === 0 && !grep;
  const results = [];
  let world = worldFile;
  for (const phase of chosen) {
    line(`\n${phase.name}: ${phase.title}\n`);
    const phaseStartedAt = performance.now();
    const counts = await attempt(async () => {
      if (phase.needsWorld)
        world ??= await openWorlds(isWhole && !phase.inOneWorld ? ownWorlds : ownWorlds.slice(0, 1));
      if (phase.inOneWorld && world !== worldFile) world = await keepFirst(world);
      return phase.run({ worldFile: world, reports, grep, files, log: state.log });
    });
    results.push(counts);
    line(`\n  ${phase.name}: ${sentence(counts)} in ${secondsSince(phaseStartedAt)}`);
  }
  if (ownWorlds.some(({ diedOf }) => diedOf)) results.push(oneFailed);
  return results.reduce(add, nothing);
}

/**
 * One try for all phases: what could not start once is not started again.
 * @returns the files that describe them, as SALLYPORT_WORLD names them
 */
function openWorlds(wanted) {
  opening ??= openEach(wanted);
  return opening;
}

/** @returns the file of the world that is left */
async function keepFirst(files) {
  for (const other of ownWorlds.slice(1)) await other.close();
  return files.split(path.delimiter)[0];
}

async function openEach(wanted) {
  await buildWhenStale(state.log("build"));
  const files = [];
  // The first is opened last: it stays to the end, and notes what runs beside it.
  for (const world of wanted.toReversed()) files.unshift(await world.open());
  return files.join(path.delimiter);
}

async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    failure(error);
    return oneFailed;
  }
}

async function cleanUp() {
  await stopRuns();
  await Promise.all(ownWorlds.map((world) => world.close()));
}
