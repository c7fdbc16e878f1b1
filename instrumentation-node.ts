import { seconds } from "@/lib/core/duration";
import { loadEnv } from "@/lib/core/env";
import { describeError, log } from "@/lib/core/log";
import { endOnSignal } from "@/lib/core/stopping";
import { startTraces } from "@/lib/core/traces/start";

/** With a fault in the environment the server says what is wrong, by name, and does not start. */
export async function begin(): Promise<void> {
  try {
    loadEnv();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
  // Next itself takes nothing new, lets requests end, and then exits as if the signal had killed it: a clean end says so.
  endOnSignal(seconds(20));
  process.on("exit", (code) => {
    if (code === 143) process.exitCode = 0; // 128 + SIGTERM
  });
  await startTraces("web");
}

type Request = { path: string; method: string; headers: Readonly<Record<string, string | string[] | undefined>> };

/** @param error with the digest that the error page shows */
export function logRequestError(error: unknown, { path, method, headers }: Request): void {
  const { digest } = error as { digest?: unknown };
  log().error(
    { ref: headers["x-request-id"], digest, method, path: path.split("?")[0], error: describeError(error) },
    "a page failed",
  );
}
