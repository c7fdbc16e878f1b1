import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "../start/paths.mjs";

const marker = /\/\/ guard: ([a-z0-9-]+)\s*$/;
const product = /^(app|components|lib)\/.*(?<!\.test)\.tsx?$|^(middleware|worker|instrumentation[a-z-]*)\.ts$/;

const folders = ["app", "components", "lib"];

/** Every guard that the code names, in the order of the files. @returns {{ name: string, file: string, line: number }[]} */
export function markers() {
  const within = folders.flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true }).map((name) => path.join(folder, name)),
  );
  return [...within, ...readdirSync(root)]
    .filter((file) => product.test(file) && !file.startsWith("lib/generated/"))
    .sort()
    .flatMap((file) => markersOf(file, readFileSync(inRoot(file), "utf8")));
}

/** @returns {{ name: string, file: string, line: number }[]} with lines from 0 */
export function markersOf(file, source) {
  return source.split("\n").flatMap((text, line) => {
    const name = marker.exec(text)?.[1];
    return name ? [{ name, file, line }] : [];
  });
}
