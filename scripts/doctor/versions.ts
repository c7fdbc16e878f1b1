import { readFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const nodeFloor = "22.15.0";

/** What is installed and below the version that closes what is known of it (versions.floor.json); the Node that runs this included. */
export async function versionsBelow(): Promise<string[]> {
  const floors = JSON.parse(await readFile(path.join(root, "versions.floor.json"), "utf8")) as {
    [name: string]: { floor: string };
  };
  const installed = await Promise.all(
    Object.entries(floors).map(async ([name, { floor }]) => ({ name, floor, version: await versionOf(name) })),
  );
  return [{ name: "node", floor: nodeFloor, version: process.versions.node }, ...installed]
    .filter(({ version, floor }) => version === null || isBelow(version, floor))
    .map(({ name, version, floor }) => `${name} ${version ?? "is not installed"} (${floor})`);
}

async function versionOf(name: string): Promise<string | null> {
  const manifest = await readFile(path.join(root, "node_modules", name, "package.json"), "utf8").catch(() => null);
  return manifest === null ? null : (JSON.parse(manifest) as { version: string }).version;
}

export function isBelow(version: string, floor: string): boolean {
  const [numbers = "", prerelease] = version.split(/-(.*)/s);
  const order = numbers.localeCompare(floor, "en", { numeric: true });
  return order < 0 || (order === 0 && prerelease !== undefined);
}
