// Runs in a copy of the tree that scripts/guards.mjs made: node scripts/guards/prove.mjs --proofs FILE [--find] [NAME …]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildWhenStale, generateWhenStale } from "../start/build.mjs";
import { onStop } from "../start/interrupt.mjs";
import { inRoot, stateFolder } from "../start/paths.mjs";
import { failure, line } from "../start/say.mjs";
import { OwnWorld } from "../test/own-world.mjs";
import { candidates } from "./candidates.mjs";
import { markers } from "./markers.mjs";
import { needsWorld, runTests } from "./run-tests.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { proofs: { type: "string" }, find: { type: "boolean", default: false } },
});
const proofs = JSON.parse(readFileSync(values.proofs, "utf8"));
const state = stateFolder(".sallyport/guards");
const world = new OwnWorld(state);
let opening;

onStop(() => close().then(() => process.exit(130)));

try {
  mkdirSync(state.logs, { recursive: true, mode: 0o700 });
  await generateWhenStale(state.log("generate"));
  const chosen = markers().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  /** @type {{ red: number, green: string[], unproved: string[] }} */
  const told = { red: 0, green: [], unproved: [] };
  for (const guard of chosen) await prove(guard, told);
  await close();
  for (const name of told.green) line(`green without it: ${name}`);
  for (const name of told.unproved) line(`no proof: ${name}`);
  line(`\n${told.red} red, ${told.green.length} green, ${told.unproved.length} without a proof`);
  process.exit(told.red === chosen.length && chosen.length > 0 ? 0 : 1);
} catch (error) {
  failure(error);
  await close();
  process.exit(1);
}

async function prove(guard, told) {
  const { name } = guard;
  const proof = proofs[name];
  if (!proof && !values.find) return told.unproved.push(name);
  if (proof && (await isRed(name, proof))) {
    told.red += 1;
    return line(`red    ${name}: ${proof.test}`);
  }
  const found = values.find ? await find(guard) : null;
  if (!found) {
    (proof ? told.green : told.unproved).push(name);
    return line(`GREEN  ${name}`);
  }
  keep(name, found);
  told.red += 1;
  line(`found  ${name}: ${found.file}: ${found.test}`);
}

/** It has to be green with the guard, and red without. What catches everything before a guard gets to see it is off all along. */
async function isRed(name, proof) {
  const before = proof.behind ? [proof.behind] : [];
  const beside = await tried(before, proof);
  if (beside.passed === 0 || beside.failed.length > 0) {
    line(
      `       ${proof.file} "${proof.test}" is no proof: with the guard ${beside.passed} passed, ${beside.failed.length} failed`,
    );
    return false;
  }
  return (await tried([...before, name], proof)).failed.length > 0;
}

async function find(guard) {
  for (const file of candidates(guard)) {
    const { passed, failed } = await tried([guard.name], { file });
    const [test] = failed;
    // What fails before its first test has proved nothing, neither way.
    if (passed === 0 && !test) line(`       ${file} came to no test without ${guard.name}`);
    if (test && (await isRed(guard.name, { file, test }))) return { file, test };
  }
  return null;
}

async function tried(names, proof) {
  const worldFile = needsWorld(proof.file) ? await open() : undefined;
  writeFileSync(inRoot(".guard-off"), names.join("\n"));
  try {
    return await runTests(proof, { worldFile, state });
  } finally {
    writeFileSync(inRoot(".guard-off"), "");
  }
}

function open() {
  opening ??= buildWhenStale(state.log("build")).then(() => world.open());
  return opening;
}

async function close() {
  if (opening) await world.close();
}

function keep(name, proof) {
  proofs[name] = proof;
  const sorted = Object.fromEntries(Object.entries(proofs).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(values.proofs, `${JSON.stringify(sorted, null, 2)}\n`);
}
