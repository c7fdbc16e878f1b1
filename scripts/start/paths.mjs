import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

export const inRoot = (...parts) => path.join(root, ...parts);

/** Where everything that a world remembers lives. */
export function stateFolder(folder) {
  const base = path.resolve(root, folder);
  return {
    base,
    keys: path.join(base, "keys.json"),
    postgres: path.join(base, "postgres"),
    sandbox: path.join(base, "sandbox"),
    sheets: path.join(base, "sheets.json"),
    tokens: path.join(base, "tokens.json"),
    checkpoints: path.join(base, "checkpoints"),
    logs: path.join(base, "logs"),
    running: path.join(base, "running.json"),
    world: path.join(base, "world.json"),
    log: (name) => path.join(base, "logs", `${name}.log`),
  };
}
