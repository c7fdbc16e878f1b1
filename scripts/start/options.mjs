import { parseArgs } from "node:util";
import { Explained } from "./say.mjs";

export const usage = `npm start -- [options]

  --reset        forget everything that this world remembers, and start over
  --verbose      show the logs of PostgreSQL, sandbox, worker and console
  --state DIR    keep the world's data there instead of in .sallyport
  --dev          hot reload (what \`npm run dev\` does)

  PORT, SANDBOX_PORT (and the six after it) and POSTGRES_PORT choose other ports,
  DATABASE_OWNER_URL another PostgreSQL.`;

export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        reset: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        state: { type: "string", default: ".sallyport" },
      },
    });
    return values;
  } catch (error) {
    throw new Explained(`${error.message}\n\n${usage}`);
  }
}
