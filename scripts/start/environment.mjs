import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { offsets } from "./ports.mjs";

const localOrigin = (port) => `http://127.0.0.1:${port}`;
const publishableKey = (host) => `pk_live_${Buffer.from(`${host}$`).toString("base64").replace(/=+$/, "")}`;
const publicKeyOf = (privatePem) => createPublicKey(privatePem).export({ type: "spki", format: "pem" });

const originOf = (ports, neighbour) => localOrigin(ports.sandbox + offsets[neighbour]);

const organisation = "org_sallyport_ops";

/** Addresses of one world, as people and browsers see them. */
export function addresses(ports) {
  return { console: `http://localhost:${ports.console}`, control: localOrigin(ports.sandbox) };
}

/** What `sandbox/up.ts` is told. The sheets must have been printed. */
export function sandboxEnvironment({ keys, ports, state, databases }) {
  return {
    ...fromTheMachine(),
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_STATE_DIR: state.sandbox,
    SANDBOX_CONSOLE_ORIGIN: addresses(ports).console,
    SANDBOX_IDP_DATABASE_URL: databases.idpOwner,
    SANDBOX_CONSOLE_DATABASE_URL: databases.console,
    SANDBOX_CLERK_CONSOLE_SECRET_KEY: keys.consoleClerkSecretKey,
    SANDBOX_CLERK_CONSOLE_PUBLISHABLE_KEY: publishableKey("clerk.sallyport.test"),
    SANDBOX_CLERK_CONSOLE_PRIVATE_KEY: keys.consoleClerkPrivateKey,
    SANDBOX_CLERK_CONSOLE_ORG_ID: organisation,
    SANDBOX_CLERK_MANAGED_SECRET_KEY: keys.managedClerkSecretKey,
    SANDBOX_CLERK_MANAGED_PUBLISHABLE_KEY: publishableKey("clerk.customers.test"),
    SANDBOX_CLERK_MANAGED_PRIVATE_KEY: keys.managedClerkPrivateKey,
    SANDBOX_CLERK_PLATFORM_TOKEN: keys.clerkPlatformToken,
    SANDBOX_RENDER_API_KEY: keys.renderApiKey,
    SANDBOX_SHEETS: sheetsIn(state.sheets),
    ...apiTokens(keys),
    SANDBOX_SLACK_WEBHOOK_PATH: slackWebhookPath(keys),
    SANDBOX_PAGERDUTY_ROUTING_KEY: keys.pagerdutyRoutingKey,
    SANDBOX_NOTICE_WEBHOOK_SECRET: keys.noticeWebhookSecret,
    SANDBOX_SMTP_PASSWORD: keys.smtpPassword,
  };
}

/** What programs of the sandbox may call the console with. The console keeps their hashes. */
export function apiTokens(keys) {
  return {
    SANDBOX_READ_TOKEN: keys.readToken,
    SANDBOX_OPERATE_TOKEN: keys.operateToken,
    SANDBOX_SIGNAL_TOKEN: keys.signalToken,
  };
}

/** What is printed on the break-glass sheets, without what the console keeps of it. */
function sheetsIn(file) {
  const sheets = JSON.parse(readFileSync(file, "utf8"));
  return JSON.stringify(sheets.map(({ email, pin, codes }) => ({ email, pin, codes: codes.map(({ code }) => code) })));
}

/** Where notices go: Slack's, PagerDuty's and the receiver's places on one port, the mail server on the next. */
function channels({ keys, ports }) {
  const sinks = originOf(ports, "notifications");
  return {
    SLACK_WEBHOOK_URL: `${sinks}${slackWebhookPath(keys)}`,
    PAGERDUTY_ROUTING_KEY: keys.pagerdutyRoutingKey,
    PAGERDUTY_EVENTS_URL: sinks,
    SMTP_URL: `smtp://sandbox:${keys.smtpPassword}@127.0.0.1:${ports.sandbox + offsets.smtp}`,
    MAIL_FROM: "Sallyport <sallyport@sandbox.example>",
    NOTICE_WEBHOOK_URL: `${sinks}/notices`,
    NOTICE_WEBHOOK_SECRET: keys.noticeWebhookSecret,
  };
}

const slackWebhookPath = (keys) => `/services/TSANDBOX/BSANDBOX/${keys.slackWebhookSecret}`;

/** What console and worker are told; the same names as in production, the sandbox chosen by address alone. */
export function productEnvironment({ keys, ports, state, databases, dev }) {
  const clerkConsole = originOf(ports, "clerkConsole");
  return {
    ...fromTheMachine(),
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    SALLYPORT_SANDBOX: "1",
    PUBLIC_ORIGIN: addresses(ports).console,
    DATABASE_URL: databases.console,
    IDP_DATABASE_URL: databases.idpOperate,
    IDP_DATABASE_READ_URL: databases.idpRead,
    CLERK_PUBLISHABLE_KEY: publishableKey("clerk.sallyport.test"),
    CLERK_SECRET_KEY: keys.consoleClerkSecretKey,
    CLERK_JWT_KEY: publicKeyOf(keys.consoleClerkPrivateKey),
    CLERK_API_URL: clerkConsole,
    CLERK_FAPI_URL: clerkConsole,
    CLERK_ORG_ID: organisation,
    ...managed({ keys, ports }),
    ...channels({ keys, ports }),
    APPS: JSON.stringify(apps(ports)),
    RECORD_HMAC_KEY: keys.recordHmacKey,
    RECORD_SIGNING_KEY: keys.recordSigningKey,
    RECORD_CHECKPOINT_DIR: state.checkpoints,
    GRANT_SIGNING_KEY: keys.grantSigningKey,
    BYPASS_SIGNING_KEY: keys.bypassSigningKey,
    NONCE_KEY: keys.nonceKey,
    METRICS_TOKEN: keys.metricsToken,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keys.serverActionsKey,
  };
}

/** What the console watches: the customers' Clerk and its status page, the host, the identity provider. */
function managed({ keys, ports }) {
  const clerk = originOf(ports, "clerkManaged");
  return {
    MANAGED_CLERK_SECRET_KEY: keys.managedClerkSecretKey,
    MANAGED_CLERK_API_URL: clerk,
    MANAGED_CLERK_FRONTEND_URL: clerk,
    MANAGED_CLERK_STATUS_URL: originOf(ports, "clerkStatus"),
    CLERK_PLATFORM_TOKEN: keys.clerkPlatformToken,
    CLERK_PLATFORM_URL: clerk,
    RENDER_API_KEY: keys.renderApiKey,
    RENDER_API_URL: originOf(ports, "render"),
    IDP_BASE_URL: originOf(ports, "identityProvider"),
    IDP_PROBE_CLIENT_ID: "sallyport-probe",
    IDP_PROBE_CLIENT_SECRET: "sandbox-only",
  };
}

/** The apps that the team runs: the identity provider, and those that its customers sign in to. */
function apps(ports) {
  const known = JSON.parse(readFileSync(inRoot("sandbox/apps.json"), "utf8"));
  return known.map(({ id, name, role, renderServiceId }) => {
    const isProvider = role === "idp";
    const url = isProvider ? originOf(ports, "identityProvider") : `${originOf(ports, "targetApps")}/${id}`;
    return {
      id,
      name,
      role,
      environment: "production",
      hostedOn: "Render",
      url,
      healthUrl: isProvider ? `${url}/up` : `${url}/api/clerk-health`,
      renderServiceId,
      clerkInstance: "managed",
      clerkSecretKeys: ["CLERK_SECRET_KEY"],
    };
  });
}

/** Children get no other variable of the person's shell: a real key that lies around there has no business in a sandbox. */
function fromTheMachine() {
  const { PATH, HOME, LANG, TMPDIR, CI, LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT } = process.env;
  const given = { PATH, HOME, LANG, TMPDIR, CI, LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
