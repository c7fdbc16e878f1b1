import { readFileSync } from "node:fs";
import path from "node:path";

/** A running world, as the file says that `npm start` and `npm test` write when it is ready. */
export type World = {
  consoleUrl: string;
  controlUrl: string;
  ports: { console: number; sandbox: number; postgres: number };
  stateFolder: string;
  /** The console's own database as its owner: what no part of the product may do, a test can. */
  consoleOwnerUrl: string;
  idpOwnerUrl: string;
  /** What each process was started with, secrets included. */
  env: { product: Record<string, string>; sandbox: Record<string, string> };
};

let read: World | undefined;

/** The worlds that there are: as many test files run side by side. */
export const worlds = (): string[] => (process.env.SALLYPORT_WORLD ?? "").split(path.delimiter).filter(Boolean);

/** This process's own of the worlds that SALLYPORT_WORLD names: vitest counts the files that run side by side from 1. */
const worldFile = (): string | undefined => worlds()[Number(process.env.VITEST_POOL_ID ?? 1) - 1];

/** The world that this process tests. */
export function world(): World {
  const file = worldFile();
  if (!file) {
    throw new Error(
      "There is no world: run `npm test`, or start one (npm start -- --state DIR) and set SALLYPORT_WORLD=DIR/world.json.",
    );
  }
  read ??= JSON.parse(readFileSync(file, "utf8")) as World;
  return read;
}
