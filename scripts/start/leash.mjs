// Runs one command that must not outlive whoever started it: node leash.mjs SIGNAL COMMAND ARGS…
// The starter holds the other end of our stdin. When that end closes, also because the starter was killed outright,
// the command's whole process group is asked to stop with SIGNAL, and made to after the grace time.
import { spawn } from "node:child_process";
import { constants } from "node:os";

const GRACE_MS = 8_000;
const [signal, command, ...args] = process.argv.slice(2);

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
child.once("error", (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.once("exit", (code, killedBy) => {
  signalGroup("SIGKILL");
  process.exit(code ?? 128 + constants.signals[killedBy]);
});

process.stdin.resume();
for (const event of ["end", "error"]) process.stdin.once(event, stop);
for (const event of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(event, stop);

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  signalGroup(signal);
  setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
}

function signalGroup(name) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
