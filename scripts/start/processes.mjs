import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Whether that process still runs and its command line still has the word: process ids are used again. */
export function isAlive(pid, word) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  const commandLine = readCommandLine(pid);
  return commandLine === undefined || commandLine.includes(word);
}

/** @returns whether it was gone in time */
export async function isGoneWithin(milliseconds, pid, word) {
  const deadline = performance.now() + milliseconds;
  while (isAlive(pid, word)) {
    if (performance.now() > deadline) return false;
    await pause(100);
  }
  return true;
}

/** Only Linux tells; an ended process that nobody has waited for has an empty line. */
function readCommandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return process.platform === "linux" ? "" : undefined;
  }
}
