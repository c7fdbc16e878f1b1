import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isGoneWithin } from "./processes.mjs";
import { Explained } from "./say.mjs";

const PATIENCE_MS = 15_000;
/** Longer than an abandoned start takes to notice that npm is gone. */
const NOTICE_MS = 1_000;

/** Makes one start at a time the owner of a state folder, and waits for what a killed one left to stop. */
export async function claim(file) {
  const owner = { pid: process.pid, leashes: [], leaving: false };
  const write = () => renameSync(draft(file, owner), file);
  while (!create(file, owner)) {
    const before = read(file);
    if (before.pid !== process.pid) await waitForOwner(file, before.pid);
    await waitForLeashes(before.leashes ?? []);
    rmSync(file, { force: true });
  }
  return {
    /** Notes a leashed child, so that the next start can wait for it should we be killed. */
    note: (pid) => {
      owner.leashes.push(pid);
      write();
    },
    /** Says that everything is being stopped: the next start may wait for that. */
    leave: () => {
      owner.leaving = true;
      write();
    },
    release: () => rmSync(file, { force: true }),
  };
}

async function waitForOwner(file, pid) {
  if (await isGoneWithin(NOTICE_MS, pid, "scripts/")) return;
  if (read(file).leaving && (await isGoneWithin(PATIENCE_MS, pid, "scripts/"))) return;
  throw new Explained(`Sallyport already runs from this folder (process ${pid}). Stop it first: kill ${pid}`);
}

async function waitForLeashes(pids) {
  for (const pid of pids) {
    if (await isGoneWithin(PATIENCE_MS, pid, "leash.mjs")) continue;
    throw new Explained(`Process ${pid} of the previous run does not stop. End it: kill -9 ${pid}`);
  }
}

function create(file, owner) {
  const written = draft(file, owner);
  try {
    linkSync(written, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(written);
  }
}

/** Written beside and then put in place, so that nobody ever reads half of it. */
function draft(file, owner) {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(owner));
  return beside;
}

/** Gone when it was just removed, and broken when a person wrote it: then nobody is there to wait for. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
