import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { typescript } from "./start/node24.mjs";
import { root, stateFolder } from "./start/paths.mjs";

// node scripts/in-world.mjs FILE [ARGUMENT …]: runs one of our tools with the environment it is given or, where that has no database,
// with the environment of the world that `npm start` made here.
const [file, ...rest] = process.argv.slice(2);
const world = process.env.SALLYPORT_WORLD ?? stateFolder(".sallyport").world;
const given = process.env.DATABASE_URL !== undefined || !existsSync(world);
const env = given
  ? process.env
  : { ...process.env, ...JSON.parse(readFileSync(world, "utf8")).env.product, SALLYPORT_WORLD: world };
const [command, ...before] = typescript(file);
const { status, signal } = spawnSync(command, [...before, ...rest], { cwd: root, env, stdio: "inherit" });
process.exit(signal ? 1 : (status ?? 1));
