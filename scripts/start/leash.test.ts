import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { isGoneWithin } from "./processes.mjs";

const leash = path.join(import.meta.dirname, "leash.mjs");
const started: ChildProcess[] = [];

/** Tells its own process id and that of a child it has, then lives on. */
const family = `
  const { spawn } = require("node:child_process");
  const inner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  console.log(process.pid + " " + inner.pid);
  setInterval(() => {}, 1000);
`;

describe("the leash", () => {
  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
  });

  it("stops the command and its children when its starter lets go", async () => {
    const child = begin([leash, "SIGTERM", process.execPath, "-e", family]);
    const pids = await pidsSaidBy(child);
    child.stdin?.end();
    await expectGone(pids);
  });

  it("stops them too when the starter is killed outright", async () => {
    const starter = begin([
      "--input-type=module",
      "-e",
      `import { spawn } from "node:child_process";
       const [leash, family] = process.argv.slice(1);
       spawn(process.execPath, [leash, "SIGTERM", process.execPath, "-e", family], { stdio: ["pipe", "inherit", "inherit"], detached: true });`,
      leash,
      family,
    ]);
    const pids = await pidsSaidBy(starter);
    starter.kill("SIGKILL");
    await expectGone(pids);
  });

  it("passes the command's own end on", async () => {
    const child = begin([leash, "SIGTERM", process.execPath, "-e", "process.exit(7)"]);
    expect(await once(child, "exit")).toEqual([7, null]);
  });

  it("tells of a command that is not there", async () => {
    const child = begin([leash, "SIGTERM", "/no/such/command"]);
    expect(await once(child, "exit")).toEqual([127, null]);
  });
});

function begin(args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"] });
  started.push(child);
  return child;
}

async function pidsSaidBy(child: ChildProcess): Promise<number[]> {
  if (!child.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) return line.split(" ").map(Number);
  throw new Error("it ended without a word");
}

async function expectGone(pids: number[]): Promise<void> {
  expect(pids).toHaveLength(2);
  const gone = await Promise.all(pids.map((pid) => isGoneWithin(5_000, pid, "node")));
  expect(gone).toEqual([true, true]);
}
