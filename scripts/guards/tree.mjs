import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "../start/paths.mjs";
import { Explained } from "../start/say.mjs";
import { markersOf } from "./markers.mjs";
import { removals } from "./removals.mjs";
import { withSwitches } from "./switches.mjs";

/** What a copy keeps from one run to the next: all that takes long to make. */
const kept = ["node_modules", ".next", ".sallyport"];

/**
 * A copy of the tree in which every guard can be switched off: by its name in the file `.guard-off`.
 * @returns where it is
 */
export function makeTree() {
  if (!existsSync(inRoot("node_modules"))) throw new Explained("Nothing is installed yet: run `npm ci` first.");
  const tree = inRoot(".sallyport/guards/tree");
  mkdirSync(tree, { recursive: true });
  for (const name of readdirSync(tree)) if (!kept.includes(name)) rmSync(path.join(tree, name), { recursive: true });
  if (!existsSync(path.join(tree, "node_modules"))) {
    // Hard links: a second copy of every package would take minutes.
    execFileSync("cp", ["-al", inRoot("node_modules"), path.join(tree, "node_modules")]);
  }
  for (const file of listed()) copy(file, tree);
  if (existsSync(inRoot("lib/generated"))) {
    cpSync(inRoot("lib/generated"), path.join(tree, "lib/generated"), { recursive: true });
  }
  return tree;
}

const listed = () =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => file && existsSync(inRoot(file)));

function copy(file, tree) {
  const to = path.join(tree, file);
  mkdirSync(path.dirname(to), { recursive: true });
  const content = readFileSync(inRoot(file));
  const guarded = /\.tsx?$/.test(file) && markersOf(file, content.toString()).length > 0;
  writeFileSync(
    to,
    guarded ? withSwitches(file, content.toString(), { removals, offFile: path.join(tree, ".guard-off") }) : content,
  );
}
