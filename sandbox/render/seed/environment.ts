import { lettersOf } from "../ids";

/** How apps reach the customers' Clerk. */
export type ClerkAccess = { url: string; secretKey: string };

const IDP_PLAINLY: Record<string, string> = {
  BUNDLE_WITHOUT: "development:test",
  CANONICAL_CACHE_SECONDS: "3600",
  ENFORCE_CANONICAL_RESOLUTION: "false",
  LANG: "C.UTF-8",
  MALLOC_ARENA_MAX: "2",
  OUTBOX_BATCH: "16",
  PORT: "10000",
  PUMA_WORKERS: "3",
  RAILS_ENV: "production",
  RAILS_LOG_LEVEL: "info",
  RAILS_MAX_THREADS: "5",
  RAILS_SERVE_STATIC_FILES: "true",
  TZ: "UTC",
  WEBHOOK_MAX_ATTEMPTS: "8",
  WEBHOOK_TIMEOUT_SECONDS: "5",
};
const IDP_SECRETS = ["CLERK_WEBHOOK_SECRET", "DATABASE_URL", "REDIS_URL", "SECRET_KEY_BASE", "SMTP_URL", "VAULT_TOKEN"];

const APP_PLAINLY: Record<string, string> = {
  CLERK_EMERGENCY_BYPASS: "false",
  NODE_ENV: "production",
  PORT: "10000",
};
const APP_SECRETS = ["DATABASE_URL", "SESSION_SECRET"];

/** What a service is told from the beginning. The identity provider's fills more than one page of a list. */
export function seededEnv(slug: string, runtime: "ruby" | "node", clerk: ClerkAccess): Record<string, string> {
  const [plainly, secrets] = runtime === "ruby" ? [IDP_PLAINLY, IDP_SECRETS] : [APP_PLAINLY, APP_SECRETS];
  return {
    ...plainly,
    ...Object.fromEntries(secrets.map((key) => [key, `sandbox_${lettersOf(`${slug} ${key}`)}`])),
    CLERK_API_URL: clerk.url,
    CLERK_SECRET_KEY: clerk.secretKey,
  };
}
