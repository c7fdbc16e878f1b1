import { type Logger, pino } from "pino";
import { env } from "./env";

const secretKeys = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "nonce",
  "code",
  "pin",
  "jwt",
  "set-cookie",
];
const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*["${key}"]`]);

let root: Logger | undefined;

/** The process's structured log: JSON lines on stdout, one `ref` per request, secrets cut out by name. */
export function log(): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { app: "sallyport" },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...new Set(paths)], censor: "[redacted]" },
  });
  return root;
}

/** What may be logged of an error: its kind, code and message, never attached requests or answers. */
export function describeError(error: unknown): { name: string; message: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { name: "Thrown", message: String(error).slice(0, 500) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message.slice(0, 2_000),
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack ? { stack: error.stack.split("\n").slice(0, 12).join("\n") } : {}),
  };
}
