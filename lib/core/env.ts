import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { channelFaults, channelShape, isLoopback } from "./env-channels";
import { clerkUrl, neighbourShape } from "./env-neighbours";

const url = z.url({ protocol: /^https?$/ });
const pem = z
  .string()
  .transform((value) => value.replaceAll("\\n", "\n"))
  .refine((value) => value.includes("-----BEGIN"), {
    error: "must be a PEM text",
  });
/** What a bypass document is signed with: another kind of key would only show when a bypass is needed. */
const ed25519 = pem.refine(isEd25519, { error: "must be an Ed25519 private key" });
const key = z.string().min(32, "must hold at least 32 characters");
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

function isEd25519(text: string): boolean {
  try {
    return createPrivateKey(text).asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}

/** A JSON list; what it is a list of is judged by who uses it. */
const jsonList = z.string().transform((text, context): unknown[] => {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // Said below, as for anything else that is no list.
  }
  context.addIssue({ code: "custom", message: "must be a JSON list" });
  return z.NEVER;
});

const shape = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DATABASE_URL: postgresUrl,
  DATABASE_OWNER_URL: postgresUrl.optional(),
  IDP_DATABASE_URL: postgresUrl,
  IDP_DATABASE_READ_URL: postgresUrl.optional(),
  PUBLIC_ORIGIN: url.transform((value) => new URL(value).origin),
  CLERK_PUBLISHABLE_KEY: z.string().regex(/^pk_(live|test)_[A-Za-z0-9]+={0,2}$/, "must be a Clerk publishable key"),
  CLERK_SECRET_KEY: z.string().startsWith("sk_"),
  CLERK_JWT_KEY: pem,
  CLERK_API_URL: clerkUrl.default("https://api.clerk.com"),
  CLERK_FAPI_URL: clerkUrl.default("https://frontend-api.clerk.dev"),
  CLERK_ORG_ID: z.string().startsWith("org_"),
  /** The apps that the team runs, to begin with; afterwards they are edited in settings. */
  APPS: jsonList.default([]),
  /** Who is called when the console is no help: on a page that needs no sign-in, so only what everybody may read. */
  EMERGENCY_CONTACTS: jsonList
    .pipe(z.array(z.strictObject({ name: z.string().min(1), reach: z.string().min(1) })))
    .default([]),
  RECORD_HMAC_KEY: key,
  RECORD_SIGNING_KEY: pem,
  RECORD_CHECKPOINT_DIR: z.string().min(1),
  NONCE_KEY: key,
  /** Break-glass may be opened without our probes' word. It lets nobody in: a person's own factor does. */
  CLERK_EMERGENCY_BYPASS: z.stringbool().default(false),
  /** Seals the cookie of a break-glass grant. */
  GRANT_SIGNING_KEY: key,
  /** Signs what an app may do without Clerk. Apps hold its public half. */
  BYPASS_SIGNING_KEY: ed25519,
  ...channelShape,
  ...neighbourShape,
  /** How often the worker looks at the neighbours. @source design: domain §5 */
  PROBE_INTERVAL_SECONDS: z.coerce
    .number("must be a number of seconds")
    .int("must be whole seconds")
    .min(1, "must be from 1 to 300")
    .max(300, "must be from 1 to 300")
    .default(15),
  /** Where traces are sent, by OTLP/HTTP; absent: there are none. Where exactly and with which headers, the exporter reads itself. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(80).default("sallyport"),
  /** The share of requests that are traced. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number("must be a number from 0 to 1")
    .min(0, "must be from 0 to 1")
    .max(1, "must be from 0 to 1")
    .default(1),
  METRICS_TOKEN: z.string().min(16).optional(),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: z.string().min(1),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Set by `npm start` only: this process lives in the sandbox world and may hold its keys. */
  SALLYPORT_SANDBOX: z.literal("1").optional(),
});

/** Which build this is, the same in all its processes; written in by the build (next.config.ts), empty where nothing was built. */
export const build = process.env.SALLYPORT_BUILD ?? "";

export type Env = z.infer<typeof shape>;

/**
 * Reads and judges the whole environment.
 * @throws Error whose message lists every fault by variable name; values are never repeated.
 */
export function loadEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = shape.safeParse(given);
  const faults = parsed.success
    ? [...channelFaults(parsed.data), ...sandboxFaults(parsed.data)]
    : parsed.error.issues.map(({ path, message }) => {
        const name = path.join(".");
        return `${name}: ${given[name] === undefined ? "is missing" : message}`;
      });
  if (faults.length > 0 || !parsed.success)
    throw new Error(`The environment is not complete:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
  return parsed.data;
}

/** Outside the sandbox world no sandbox key and no loopback Clerk is accepted: a demo's keys are public. */
function sandboxFaults(env: Env): string[] {
  if (env.NODE_ENV !== "production" || env.SALLYPORT_SANDBOX === "1") return [];
  const faults: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (typeof value === "string" && /sandbox/i.test(value) && name !== "RECORD_CHECKPOINT_DIR") {
      faults.push(`${name}: holds a sandbox value, which is public`);
    }
  }
  for (const name of ["CLERK_API_URL", "CLERK_FAPI_URL", "MANAGED_CLERK_API_URL", "CLERK_PLATFORM_URL"] as const) {
    if (isLoopback(env[name])) faults.push(`${name}: points at this machine, not at Clerk`);
  }
  for (const name of ["SLACK_WEBHOOK_URL", "PAGERDUTY_EVENTS_URL"] as const) {
    if (isLoopback(env[name] ?? "https://elsewhere"))
      faults.push(`${name}: points at this machine, where nobody reads it`);
  }
  const origin = new URL(env.PUBLIC_ORIGIN);
  if (origin.protocol !== "https:") faults.push("PUBLIC_ORIGIN: must be https in production");
  return faults;
}

let loaded: Env | undefined;

/** The judged environment of this process, read once. */
export function env(): Env {
  loaded ??= loadEnv();
  return loaded;
}
