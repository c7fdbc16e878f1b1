import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { loadEnv } from "./env";

const pem = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----";
const complete = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://app:x@db.example/sallyport",
  IDP_DATABASE_URL: "postgresql://op:x@db.example/idp",
  PUBLIC_ORIGIN: "https://ops.example/",
  CLERK_PUBLISHABLE_KEY: "pk_live_Y2xlcmsub3BzLmV4YW1wbGUk",
  CLERK_SECRET_KEY: "sk_live_0123456789",
  CLERK_JWT_KEY: pem,
  CLERK_ORG_ID: "org_1",
  RECORD_HMAC_KEY: "k".repeat(32),
  RECORD_SIGNING_KEY: pem,
  RECORD_CHECKPOINT_DIR: "/var/lib/sallyport",
  NONCE_KEY: "n".repeat(32),
  GRANT_SIGNING_KEY: "g".repeat(32),
  BYPASS_SIGNING_KEY: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  MANAGED_CLERK_SECRET_KEY: "sk_live_9876543210",
  MANAGED_CLERK_FRONTEND_URL: "https://clerk.customers.example",
  RENDER_API_KEY: "rnd_0123456789",
  IDP_BASE_URL: "https://accounts.customers.example",
  IDP_PROBE_CLIENT_ID: "sallyport-probe",
  IDP_PROBE_CLIENT_SECRET: "a-secret",
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: "e",
};
const faultsOf = (change: Record<string, string | undefined>): string => {
  try {
    loadEnv({ ...complete, ...change });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("the environment", () => {
  it("is accepted when complete, with the origin cut to its origin", () => {
    expect(loadEnv(complete).PUBLIC_ORIGIN).toBe("https://ops.example");
  });

  it("names every missing variable at once and repeats no value", () => {
    const message = faultsOf({ DATABASE_URL: undefined, CLERK_SECRET_KEY: "not-a-key-but-secret" });
    expect(message).toContain("DATABASE_URL");
    expect(message).toContain("CLERK_SECRET_KEY");
    expect(message).not.toContain("not-a-key-but-secret");
  });

  it("refuses to send the Clerk secret to a stranger's host", () => {
    for (const stranger of [
      "https://clerk.com.evil.example",
      "http://api.clerk.com",
      "http://10.0.0.7:4101",
      "file:///etc/passwd",
    ]) {
      expect(faultsOf({ CLERK_FAPI_URL: stranger })).toContain("CLERK_FAPI_URL");
    }
  });

  it("wants the credentials of a channel of notices whole, and only where they belong", () => {
    const secret = `whsec_${"A".repeat(44)}`;
    expect(faultsOf({ SMTP_URL: "smtp://mail.example", MAIL_FROM: "Ops <ops@mail.example>" })).toBe("");
    expect(faultsOf({ NOTICE_WEBHOOK_URL: "https://any.example/in", NOTICE_WEBHOOK_SECRET: secret })).toBe("");
    expect(faultsOf({ SMTP_URL: "smtp://mail.example" })).toContain("MAIL_FROM: is missing");
    expect(faultsOf({ NOTICE_WEBHOOK_SECRET: secret })).toContain("NOTICE_WEBHOOK_URL: is missing");
    const wrong = {
      SLACK_WEBHOOK_URL: "https://hooks.slack.com.evil.example/services/T/B/x",
      PAGERDUTY_EVENTS_URL: "http://events.pagerduty.com",
      PAGERDUTY_ROUTING_KEY: "too-short",
      SMTP_URL: "http://mail.example",
      MAIL_FROM: "Ops\r\nBcc: <x@evil.example>",
      NOTICE_WEBHOOK_URL: "http://any.example/in",
      NOTICE_WEBHOOK_SECRET: "whsec_short",
    };
    for (const [name, value] of Object.entries(wrong)) expect(faultsOf({ [name]: value })).toContain(name);
    expect(faultsOf({ SLACK_WEBHOOK_URL: "http://127.0.0.1:4105/services/T/B/x" })).toContain("nobody reads it");
  });

  it("refuses sandbox keys, loopback Clerk and plain http in production", () => {
    expect(faultsOf({ CLERK_SECRET_KEY: "sk_live_sandbox_console_1" })).toContain("sandbox");
    expect(faultsOf({ CLERK_API_URL: "http://127.0.0.1:4101" })).toContain("this machine");
    expect(faultsOf({ PUBLIC_ORIGIN: "http://ops.example" })).toContain("https");
    expect(faultsOf({ CLERK_SECRET_KEY: "sk_live_sandbox_console_1", SALLYPORT_SANDBOX: "1" })).toBe("");
  });
});
