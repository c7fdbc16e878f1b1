// npm run storm -- --seeds N [--from SEED] [--world FILE]: replays under workers that are killed at places that the seed chooses, and what
// must be true of each of them afterwards. CI runs 200 of these seeds and ten real crashes with every other test.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { inRoot, root } from "./start/paths.mjs";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    world: { type: "string" },
  },
});
const numbers = [values.seeds, values.from].map(Number);
if (!numbers.every((number) => Number.isInteger(number) && number > 0)) {
  console.error("--seeds and --from are whole numbers above 0.");
  process.exit(2);
}
const world = values.world ? ["--world", values.world] : [];
const { status } = spawnSync(
  process.execPath,
  [inRoot("scripts/test.mjs"), "--only", "operations", ...world, "tests/operations/replay-seeds.test.ts"],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SALLYPORT_STORM_SEEDS: values.seeds, SALLYPORT_STORM_SEED: values.from },
  },
);
process.exit(status ?? 1);
