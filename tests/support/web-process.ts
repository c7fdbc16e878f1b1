import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { world } from "./world";

const root = path.resolve(import.meta.dirname, "../..");

export type WebProcess = {
  port: number;
  /** Asks it to end. @returns the code that it ended with */
  end(): Promise<number | null>;
  stop(): Promise<void>;
};

/** One more web process of the built console, on the same databases and under the same name; ready when it answers. */
export async function startWebProcess(env: Record<string, string> = {}): Promise<WebProcess> {
  const port = await freePort();
  const next = ["node_modules/next/dist/bin/next", "start", "-H", "localhost", "-p", String(port)];
  const child = spawn(process.execPath, next, {
    cwd: root,
    env: { ...world().env.product, ...env, NODE_ENV: "production", LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const end = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    return (await closed)[0];
  };
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (said: Buffer) => said.includes("Ready") && resolve());
    void closed.then(() => reject(new Error("the console did not start")));
  });
  return {
    port,
    end,
    async stop() {
      await end();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
