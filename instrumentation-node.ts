import { loadEnv } from "@/lib/core/env";
import { describeError, log } from "@/lib/core/log";

/** With a fault in the environment the server says what is wrong, by name, and does not start. */
try {
  loadEnv();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
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
