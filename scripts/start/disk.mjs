import { statfsSync } from "node:fs";
import { root } from "./paths.mjs";

/** Less than PostgreSQL takes at a time; it then ends, and whoever talked to it says only that. */
const tooLittle = 64 * 1024 * 1024;

/**
 * What to do when a full disk is behind a failure: whoever met it says so, in words of their own (Node, PostgreSQL, npm, Next), or there
 * is no room.
 * @param {string} words of the failure
 * @param {string[]} [folders] that are written to
 * @returns {string | null}
 */
export function remedyOfFullDisk(words, folders = [root]) {
  const said = /ENOSPC|EDQUOT|EFBIG|No space left on device|Disk quota exceeded|File too large/i.test(words);
  const full = folders.find((folder) => roomIn(folder) < tooLittle);
  if (!said && full === undefined) return null;
  const where = full ?? folders[0];
  return `The disk is full, or a quota is used up (${where}). Free some space (packages, build and data take about 3 GB) and run the command again: what was broken off is done anew.`;
}

function roomIn(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
