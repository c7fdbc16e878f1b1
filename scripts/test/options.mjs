import path from "node:path";
import { parseArgs } from "node:util";
import { Explained } from "../start/say.mjs";
import { phases } from "./phases.mjs";

export const usage = `npm test -- [options] [files]

  --only PHASES    some of: ${phases.map(({ name }) => name).join(", ")}
  --grep PATTERN   only tests whose name fits
  --world FILE     use a world that runs already, instead of starting one; FILE is the
                   world.json in the folder of \`npm start -- --state FOLDER\``;

export function readOptions(args) {
  const { values, positionals } = parse(args);
  const names = values.only?.split(",") ?? phases.map(({ name }) => name);
  const unknown = names.filter((name) => !phases.some((phase) => phase.name === name));
  if (unknown.length > 0) throw new Explained(`There is no phase ${unknown.join(", ")}.\n\n${usage}`);
  const world = values.world ?? process.env.SALLYPORT_WORLD;
  return {
    help: values.help,
    chosen: phases.filter(({ name }) => names.includes(name)),
    grep: values.grep,
    files: positionals,
    worldFile: world && path.resolve(world),
  };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        only: { type: "string" },
        grep: { type: "string" },
        world: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Explained(`${error.message}\n\n${usage}`);
  }
}
