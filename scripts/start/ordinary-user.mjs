import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { Explained } from "./say.mjs";

/** "nobody": a user that every Linux knows, and PostgreSQL insists on one with a name. */
const NOBODY = "65534";

const namespace = {
  prefix: ["unshare", "-U", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
  owner: process.getuid?.(),
};
const lowered = {
  prefix: [
    "setpriv",
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ],
  owner: Number(NOBODY),
};

/**
 * PostgreSQL refuses to run as root, and as a user without a name. Where we are one of them, its commands get a prefix
 * that makes them somebody else: a user namespace, which keeps the way into private folders, or else, for root, an
 * ordinary user who may still write where root could.
 * @param {string} executable what the prefix must be able to run
 * @returns {{ prefix: string[], owner: number | undefined }} `owner` is who must own the data, if it matters
 */
export function ordinaryUser(executable) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && hasName()) return { prefix: [], owner: undefined };
  const ways = isRoot ? [namespace, lowered] : [namespace];
  const way = ways.find(
    ({ prefix: [command, ...options] }) => spawnSync(command, [...options, "test", "-x", executable]).status === 0,
  );
  if (way) return way;
  throw new Explained(
    "PostgreSQL runs neither as root nor as a user without a name, and this machine allows no `unshare -U`. Run the command " +
      "as an ordinary user, move the clone where everybody may read, or set DATABASE_OWNER_URL to a PostgreSQL of yours.",
  );
}

function hasName() {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}
