import { readFileSync } from "node:fs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 500;
const ECHO_MS = 1_000;

/**
 * Calls `stop` once, on Ctrl-C, on a polite signal, or when npm, which started us and would pass signals on, is gone.
 * A later Ctrl-C does not wait: the leashes end the children by themselves.
 */
export function onStop(stop) {
  let askedAt;
  const once = () => {
    // One Ctrl-C comes twice: from the terminal and from npm, which passes it on.
    if (askedAt !== undefined && performance.now() - askedAt < ECHO_MS) return;
    if (askedAt !== undefined) process.exit(130);
    askedAt = performance.now();
    void stop();
  };
  for (const signal of SIGNALS) process.on(signal, once);
  if (process.env.npm_lifecycle_event) watchParent(() => askedAt === undefined && once());
}

function watchParent(gone) {
  const before = ancestorsUpToNpm();
  const timer = setInterval(() => {
    if (ancestorsUpToNpm() === before) return;
    clearInterval(timer);
    gone();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** npm runs scripts in a shell that may stay between: where the system tells, npm itself is looked for. */
function ancestorsUpToNpm() {
  const pids = [process.ppid];
  while (pids.length < 4 && !commandLineOf(pids.at(-1)).includes("npm")) {
    const parent = parentOf(pids.at(-1));
    if (!parent) return String(process.ppid);
    pids.push(parent);
  }
  return pids.join(" ");
}

function parentOf(pid) {
  // The command in parentheses may hold anything; state and parent follow the last one.
  return Number(readProc(pid, "stat").split(")").at(-1).trim().split(" ")[1]);
}

function commandLineOf(pid) {
  return readProc(pid, "cmdline").replaceAll("\0", " ");
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
