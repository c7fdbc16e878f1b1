import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { typescript } from "./own-console";

export type Child = {
  pid: number | undefined;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
};

/** Starts a process of the product. Whoever starts it kills it. */
export function startChild(file: string, args: string[], env: Record<string, string>): Child {
  const [node, script] = typescript(file);
  const child = spawn(node, [...script, ...args], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: { ...env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const closed = once(child, "close");
  return {
    pid: child.pid,
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
