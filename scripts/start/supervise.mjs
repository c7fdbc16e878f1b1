import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { Explained } from "./say.mjs";

const leash = path.join(import.meta.dirname, "leash.mjs");

let noteLeash = () => {};

/** Every leash's process id is told, so that a start after ours was killed can wait for it. */
export function tellLeashesTo(note) {
  noteLeash = note;
}

/**
 * Starts one leashed command.
 * @param {{ name: string, command: string[], env?: Record<string, string>, cwd?: string, log?: string, stopSignal?: string }} options
 *   `log` is the file for its output; without it the output goes to the screen.
 */
export function start({ name, command, env, cwd, log, stopSignal = "SIGTERM" }) {
  const output = log ? openLog(log) : "inherit";
  const leashed = spawn(process.execPath, [leash, stopSignal, ...command], {
    cwd,
    env: env ?? process.env,
    detached: true,
    stdio: ["pipe", output, output],
  });
  noteLeash(leashed.pid);
  if (log) closeSync(output);
  leashed.stdin.on("error", () => {});
  const exited = new Promise((resolve) => leashed.once("exit", (code, signal) => resolve({ code, signal })));
  return {
    name,
    pid: leashed.pid,
    exited,
    lastLines: (count = 25) => (log ? tail(log, count) : ""),
    async stop() {
      leashed.stdin.end();
      return exited;
    },
  };
}

const running = new Set();

/** Runs one leashed command to its end and tells how it ended. */
export async function runToEnd(options) {
  const child = start({ stopSignal: "SIGKILL", ...options });
  running.add(child);
  const end = await child.exited;
  running.delete(child);
  return { ...end, lastLines: child.lastLines };
}

/** The same for a command that must succeed: a failure is explained with the last lines of its log. */
export async function run({ failure, ...options }) {
  const { code, signal, lastLines } = await runToEnd(options);
  if (code === 0) return;
  throw new Explained(
    [failure ?? `${options.name} ended with ${signal ?? `exit code ${code}`}.`, lastLines()].join("\n\n"),
  );
}

/** Stops what `run` has under way: an install or a build that was interrupted. */
export async function stopRuns() {
  await Promise.all([...running].map((child) => child.stop()));
}

/** Keeps the log of the start before under `….previous.log`. */
function openLog(file) {
  try {
    renameSync(file, file.replace(/\.log$/, ".previous.log"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return openSync(file, "a", 0o600);
}

function tail(file, count) {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-count);
  return [...lines.map((text) => `    ${text}`), `    (all of it: ${path.relative(process.cwd(), file)})`].join("\n");
}
