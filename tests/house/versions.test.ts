import { describe, expect, it } from "vitest";
import { isBelow } from "../../scripts/doctor/versions";
import { textOf } from "./tree";

type Entry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
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

  it("come from npm's registry, each by its address: node scripts/complete-lock.mjs adds what npm left out", () => {
    const bare = Object.entries(lock.packages).filter(([folder, { resolved }]) => {
      const name = folder.split("node_modules/").at(-1);
      return folder !== "" && !resolved?.startsWith(`https://registry.npmjs.org/${name}/-/`);
    });
    expect(bare.map(([folder]) => folder)).toEqual([]);
  });

  it("name the peers of what we chose and of all that runs in production, since npm installs none by itself", () => {
    const chosen = new Set(declared.map(([name]) => `node_modules/${name}`));
    const wanted = Object.entries(lock.packages).flatMap(([folder, { dev, peerDependencies = {}, ...entry }]) =>
      dev && !chosen.has(folder)
        ? []
        : Object.keys(peerDependencies).filter((peer) => !entry.peerDependenciesMeta?.[peer]?.optional),
    );
    expect(wanted).toContain("vite");
    expect(wanted.filter((peer) => !lock.packages[`node_modules/${peer}`])).toEqual([]);
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
