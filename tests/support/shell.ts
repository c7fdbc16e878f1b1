import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type Printed = { code: number; out: string; complaints: string };

/**
 * Runs a text in a real shell, with its programs and nothing else of this process's environment. A gap is an error there.
 * @param curlrc what every `curl` in it reads first
 */
export async function inShell(script: string, variables: Record<string, string>, curlrc = ""): Promise<Printed> {
  const home = mkdtempSync(path.join(tmpdir(), "sallyport-shell-"));
  writeFileSync(path.join(home, ".curlrc"), curlrc);
  const programs = [path.dirname(process.execPath), process.env.PATH ?? ""].join(path.delimiter);
  const env: NodeJS.ProcessEnv = { NODE_ENV: "test", ...variables, PATH: programs, HOME: home, CURL_HOME: home };
  try {
    return await new Promise((resolve, reject) => {
      execFile(
        "bash",
        ["--norc", "-euo", "pipefail", "-c", script],
        { env, cwd: home, timeout: 90_000 },
        (error, out, complaints) => {
          if (error && typeof error.code !== "number") reject(error);
          else resolve({ code: Number(error?.code ?? 0), out, complaints });
        },
      );
    });
  } finally {
    rmSync(home, { recursive: true });
  }
}
