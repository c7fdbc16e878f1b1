import offsets from "./ports.json" with { type: "json" };

export type Ports = Record<keyof typeof offsets, number>;

/** One Clerk instance's keys. */
export type ClerkKeys = { secretKey: string; publishableKey: string; privateKeyPem: string };

/** Everything that the sandbox is told from outside. */
export type SandboxConfig = {
  ports: Ports;
  /** A folder for small files that outlive the process. */
  stateDir: string;
  consoleOrigin: string;
  /** Owner of the database `identity_provider`. */
  identityProviderDatabaseUrl: string;
  /** The console's own database, only repeated by `GET /world`. */
  consoleDatabaseUrl: string;
  clerkConsole: ClerkKeys & { organizationId: string };
  clerkManaged: ClerkKeys & { platformToken: string };
  /** What people of the console have on paper. */
  sheets: Sheet[];
  renderApiKey: string;
  /** By scope, what programs may call the console with. */
  apiTokens: { read: string; operate: string; signal: string };
  /** What the console was told of its channels. */
  notifications: {
    slackWebhookPath: string;
    pagerdutyRoutingKey: string;
    noticeWebhookSecret: string;
    smtpPassword: string;
  };
};

/** A break-glass sheet of one of the console's people, only repeated by `GET /world`. */
export type Sheet = { email: string; pin: string; codes: string[] };

type Environment = Record<string, string | undefined>;

/** @throws with one line per variable that is missing or wrong. */
export function readConfig(env: Environment): SandboxConfig {
  const problems: string[] = [];
  const text = (name: string, expected: RegExp, hint: string): string => {
    const value = env[name]?.trim() ?? "";
    if (value === "") problems.push(`${name} is missing (${hint})`);
    else if (!expected.test(value)) problems.push(`${name} must be ${hint}`);
    return value;
  };
  const clerk = (prefix: string): ClerkKeys => ({
    secretKey: text(`${prefix}_SECRET_KEY`, /^sk_live_sandbox_/, "a key that begins with sk_live_sandbox_"),
    publishableKey: text(`${prefix}_PUBLISHABLE_KEY`, /^pk_live_[A-Za-z0-9+/]+$/, "a key that begins with pk_live_"),
    privateKeyPem: text(`${prefix}_PRIVATE_KEY`, /^-----BEGIN PRIVATE KEY-----/, "an RSA-2048 key as PKCS #8 PEM"),
  });
  const postgres = /^postgres(ql)?:\/\//;

  const control = Number(text("SANDBOX_PORT", /^[1-9]\d{3,4}$/, "a port number, the neighbours take the next ones"));
  const config: SandboxConfig = {
    ports: portsFrom(control),
    stateDir: text("SANDBOX_STATE_DIR", /./, "a folder"),
    consoleOrigin: text("SANDBOX_CONSOLE_ORIGIN", /^https?:\/\/[^/]+$/, "an origin like http://localhost:3000"),
    identityProviderDatabaseUrl: text("SANDBOX_IDP_DATABASE_URL", postgres, "a PostgreSQL URL"),
    consoleDatabaseUrl: text("SANDBOX_CONSOLE_DATABASE_URL", postgres, "a PostgreSQL URL"),
    clerkConsole: {
      ...clerk("SANDBOX_CLERK_CONSOLE"),
      organizationId: text("SANDBOX_CLERK_CONSOLE_ORG_ID", /^org_\w+$/, "an organisation id"),
    },
    clerkManaged: {
      ...clerk("SANDBOX_CLERK_MANAGED"),
      platformToken: text("SANDBOX_CLERK_PLATFORM_TOKEN", /^ak_sandbox_/, "a token that begins with ak_sandbox_"),
    },
    sheets: sheetsIn(text("SANDBOX_SHEETS", /^\[.*\]$/s, "a JSON list of sheets")),
    renderApiKey: text("SANDBOX_RENDER_API_KEY", /^rnd_sandbox_/, "a key that begins with rnd_sandbox_"),
    apiTokens: {
      read: text("SANDBOX_READ_TOKEN", /^spr_sandbox_/, "a token that begins with spr_sandbox_"),
      operate: text("SANDBOX_OPERATE_TOKEN", /^spo_sandbox_/, "a token that begins with spo_sandbox_"),
      signal: text("SANDBOX_SIGNAL_TOKEN", /^sps_sandbox_/, "a token that begins with sps_sandbox_"),
    },
    notifications: {
      slackWebhookPath: text("SANDBOX_SLACK_WEBHOOK_PATH", /^\/services\/\w+\/\w+\/\w+$/, "a path below /services/"),
      pagerdutyRoutingKey: text(
        "SANDBOX_PAGERDUTY_ROUTING_KEY",
        /^sandbox\w{25}$/,
        "32 characters that begin with sandbox",
      ),
      noticeWebhookSecret: text(
        "SANDBOX_NOTICE_WEBHOOK_SECRET",
        /^whsec_sandbox/,
        "a secret that begins with whsec_sandbox",
      ),
      smtpPassword: text("SANDBOX_SMTP_PASSWORD", /^sandbox/, "a password that begins with sandbox"),
    },
  };
  if (problems.length > 0)
    throw new Error(`The sandbox cannot start:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
  return config;
}

/** Every neighbour's port, counted from the control's. */
function portsFrom(control: number): Ports {
  return Object.fromEntries(Object.entries(offsets).map(([name, offset]) => [name, control + offset])) as Ports;
}

/** Whatever is no list has been named already. */
function sheetsIn(list: string): Sheet[] {
  return list.startsWith("[") ? (JSON.parse(list) as Sheet[]) : [];
}
