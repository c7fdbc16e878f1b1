import { readFileSync } from "node:fs";

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

/** The world that SALLYPORT_WORLD points to. */
export function world(): World {
  const file = process.env.SALLYPORT_WORLD;
  if (!file) {
    throw new Error(
      "There is no world: run `npm test`, or start one (npm start -- --state DIR) and set SALLYPORT_WORLD=DIR/world.json.",
    );
  }
  read ??= JSON.parse(readFileSync(file, "utf8")) as World;
  return read;
}
