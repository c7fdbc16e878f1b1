import { type Logger, pino } from "pino";
import { env } from "./env";
import { traceId } from "./traces/span";

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

/** What JSON leaves as it is, and what yet drives a terminal, ends a line for some readers, or turns text around. */
const unruly = /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;
const escaped = (line: string): string =>
  line.replace(unruly, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

let root: Logger | undefined;

/** The process's structured log: JSON lines on stdout, one `ref` per request, secrets cut out by name. */
export function log(): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { app: "sallyport" },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ traceId: traceId() }),
    hooks: { streamWrite: escaped },
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
