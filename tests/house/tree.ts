import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

const notOurs = new Set(["node_modules", ".git", ".next", ".sallyport", "generated", "test-results", "bench-results"]);

/** Every file of the repository that people write, relative to its root, sorted. */
export function everyFile(): string[] {
  return under(".").sort();
}

/** The TypeScript and JavaScript among them. */
export function everySource(): string[] {
  return everyFile().filter((file) => /\.(ts|tsx|mjs)$/.test(file));
}

export function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

function under(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? under(place) : [place];
  });
}
