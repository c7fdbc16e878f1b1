import { expect, test } from "vitest";
import { readConfig } from "../../sandbox/config";

const COMPLETE = {
  SANDBOX_PORT: "4200",
  SANDBOX_STATE_DIR: "/var/sandbox",
  SANDBOX_CONSOLE_ORIGIN: "http://localhost:3000",
  SANDBOX_IDP_DATABASE_URL: "postgres://owner@127.0.0.1:15432/identity_provider",
  SANDBOX_CONSOLE_DATABASE_URL: "postgres://app@127.0.0.1:15432/sallyport",
  SANDBOX_CLERK_CONSOLE_SECRET_KEY: "sk_live_sandbox_console_1",
  SANDBOX_CLERK_CONSOLE_PUBLISHABLE_KEY: "pk_live_Y2xlcmsuc2FsbHlwb3J0LnRlc3Qk",
  SANDBOX_CLERK_CONSOLE_PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\n…",
  SANDBOX_CLERK_CONSOLE_ORG_ID: "org_sallyport_ops",
  SANDBOX_CLERK_MANAGED_SECRET_KEY: "sk_live_sandbox_managed_1",
  SANDBOX_CLERK_MANAGED_PUBLISHABLE_KEY: "pk_live_Y2xlcmsuY3VzdG9tZXJzLnRlc3Qk",
  SANDBOX_CLERK_MANAGED_PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\n…",
  SANDBOX_CLERK_PLATFORM_TOKEN: "ak_sandbox_1",
  SANDBOX_RENDER_API_KEY: "rnd_sandbox_1",
  SANDBOX_SHEETS: '[{"email":"mina@ops.example","pin":"731958","codes":["00000-1"]}]',
  SANDBOX_READ_TOKEN: "spr_sandbox_1",
  SANDBOX_OPERATE_TOKEN: "spo_sandbox_1",
  SANDBOX_SIGNAL_TOKEN: "sps_sandbox_1",
  SANDBOX_SLACK_WEBHOOK_PATH: "/services/T1/B1/sandbox1",
  SANDBOX_PAGERDUTY_ROUTING_KEY: "sandbox0123456789abcdef012345678",
  SANDBOX_NOTICE_WEBHOOK_SECRET: "whsec_sandbox1",
  SANDBOX_SMTP_PASSWORD: "sandbox-1",
};

test("the neighbours take the ports after the control's", () => {
  expect(readConfig(COMPLETE).ports).toEqual({
    control: 4200,
    clerkConsole: 4201,
    clerkManaged: 4202,
    identityProvider: 4203,
    relyingParties: 4204,
    notifications: 4205,
    smtp: 4206,
    clerkStatus: 4207,
    render: 4208,
    targetApps: 4209,
  });
});

test("an empty environment is refused with every name that is missing", () => {
  for (const name of Object.keys(COMPLETE)) expect(() => readConfig({})).toThrow(`${name} is missing`);
});

test("a key that is not the sandbox's own is refused, and not repeated", () => {
  const foreign = { ...COMPLETE, SANDBOX_CLERK_CONSOLE_SECRET_KEY: "sk_live_a_real_one" };
  const sentence = "SANDBOX_CLERK_CONSOLE_SECRET_KEY must be a key that begins with sk_live_sandbox_";
  expect(() => readConfig(foreign)).toThrow(new Error(`The sandbox cannot start:\n  - ${sentence}`));
});
