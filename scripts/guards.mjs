// npm run guards -- [NAME …] [--find]: takes away one guard after the other in a copy of the tree and demands that a test goes red.
// tests/guards.json says which; --find looks for one where it says nothing, and writes it down.
import { spawnSync } from "node:child_process";
import { makeTree } from "./guards/tree.mjs";
import { productNode } from "./start/node24.mjs";
import { inRoot } from "./start/paths.mjs";
import { failure } from "./start/say.mjs";

try {
  const tree = makeTree();
  const prove = [`${tree}/scripts/guards/prove.mjs`, "--proofs", inRoot("tests/guards.json"), ...process.argv.slice(2)];
  const { status } = spawnSync(productNode(), prove, { cwd: tree, stdio: "inherit" });
  process.exit(status ?? 1);
} catch (error) {
  failure(error);
  process.exit(1);
}
