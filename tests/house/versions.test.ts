import { describe, expect, it } from "vitest";
import { textOf } from "./tree";

type Entry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };
type Floors = Record<string, { floor: string; advisories: string[]; why: string }>;

const lock = JSON.parse(textOf("package-lock.json")) as Lock;
const floors = JSON.parse(textOf("versions.floor.json")) as Floors;
const manifest = JSON.parse(textOf("package.json")) as Record<string, Record<string, string> | undefined>;
const declared = Object.entries({
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
});

describe("the versions", () => {
  it("are exact in package.json", () => {
    expect(declared.length).toBeGreaterThan(20);
    expect(declared.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
  });

  it("are those of the lock file", () => {
    const different = declared.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version);
    expect(different).toEqual([]);
  });

  it.each(Object.entries(floors))("keep %s at or above its floor", (name, { floor, advisories }) => {
    const installed = copiesOf(name);
    expect(advisories.length).toBeGreaterThan(0);
    expect(installed.length).toBeGreaterThan(0);
    expect(installed.filter(({ version }) => isBelow(version, floor))).toEqual([]);
  });

  it("come from no registry of their own", () => {
    const hosts = Object.values(lock.packages).flatMap(({ resolved }) => (resolved ? [new URL(resolved).host] : []));
    expect([...new Set(hosts)].filter((host) => host !== "registry.npmjs.org")).toEqual([]);
  });

  it("cover every platform, or `npm ci` refuses the lock: node scripts/complete-lock.mjs adds what is missing", () => {
    const names = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    const locked = new Set(Object.keys(lock.packages).map((folder) => folder.split("node_modules/").at(-1)));
    expect(names.filter((name) => !locked.has(name))).toEqual([]);
  });

  it("have a recorded hash, except packages of other platforms", () => {
    const bare = Object.entries(lock.packages).filter(
      ([folder, entry]) => folder !== "" && !entry.integrity && !entry.optional,
    );
    expect(bare.map(([folder]) => folder)).toEqual([]);
  });
});

describe("the reader of versions", () => {
  it.each([
    ["16.4.5", "16.4.6", true],
    ["16.4.6", "16.4.6", false],
    ["16.10.0", "16.9.9", false],
    ["16.4.6-canary.1", "16.4.6", true],
    ["15.9.9", "16.0.0", true],
  ])("judges %s against %s", (version, floor, below) => {
    expect(isBelow(version, floor)).toBe(below);
  });
});

/** Also the copies that other packages bring along. */
function copiesOf(name: string): { folder: string; version: string }[] {
  return Object.entries(lock.packages)
    .filter(([folder]) => folder === `node_modules/${name}` || folder.endsWith(`/node_modules/${name}`))
    .map(([folder, { version = "0.0.0" }]) => ({ folder, version }));
}

function isBelow(version: string, floor: string): boolean {
  const [numbers = "", prerelease] = version.split(/-(.*)/s);
  const order = numbers.localeCompare(floor, "en", { numeric: true });
  return order < 0 || (order === 0 && prerelease !== undefined);
}
