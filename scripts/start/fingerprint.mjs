import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "./paths.mjs";

/** One hash over files and folders (names and contents), given relative to the repository; what is absent counts as empty. */
export function fingerprint(parts, { skip = () => false } = {}) {
  const hash = createHash("sha256");
  for (const file of parts.flatMap(filesUnder).sort()) {
    if (skip(file)) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(inRoot(file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(part) {
  const stat = statSync(inRoot(part), { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [part];
  return readdirSync(inRoot(part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
