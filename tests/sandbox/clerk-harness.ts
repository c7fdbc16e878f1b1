import { generateKeyPairSync } from "node:crypto";
import { seedCustomers } from "../../sandbox/clerk/seed/customers";
import { seedPeople } from "../../sandbox/clerk/seed/people";
import { type ClerkPart, startClerk } from "../../sandbox/clerk/start";
import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";

export const ORGANIZATION_ID = "org_sallyport_ops";
export const ORIGIN = "http://localhost:3000";
export const SECRET_KEY = "sk_live_sandbox_console_for_tests";
export const PLATFORM_TOKEN = "ak_sandbox_for_tests";

/** A Clerk instance of this test's own, on a free port. */
export type TestClerk = {
  kernel: Kernel;
  part: ClerkPart;
  url: string;
  publishableKey: string;
  /** What the console is given as its networkless key. */
  publicKeyPem: string;
  close(): Promise<void>;
};

const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export async function startTestClerk(kind: "people" | "customers" = "people"): Promise<TestClerk> {
  const kernel = createKernel();
  const name = kind === "people" ? "clerk-console" : "clerk-managed";
  const publishableKey = `pk_live_${Buffer.from("clerk.sallyport.test$").toString("base64").replaceAll("=", "")}`;
  const part = await startClerk(
    kernel,
    {
      name,
      applicationName: "Sallyport",
      secretKey: SECRET_KEY,
      platformToken: PLATFORM_TOKEN,
      publishableKey,
      privateKeyPem: keys.privateKey,
      allowedOrigins: [ORIGIN],
    },
    {
      port: 0,
      seed: kind === "people" ? (instance) => seedPeople(instance, ORGANIZATION_ID) : seedCustomers,
    },
  );
  return {
    kernel,
    part,
    url: `http://127.0.0.1:${part.port}`,
    publishableKey,
    publicKeyPem: keys.publicKey,
    close: () => part.close(),
  };
}

export type Claims = {
  iss: string;
  sub: string;
  sid: string;
  azp: string;
  iat: number;
  exp: number;
  fva: [number, number];
  rvid: string | null;
  o?: { id: string; rol: string; slg: string };
};

export type Reply = {
  status: number;
  headers: Headers;
  json: unknown;
  /** What lies at `response.sessions.0.id`; undefined where there is nothing. */
  at(path: string): unknown;
};

/** A browser on the console's origin: keeps cookies, speaks forms, as clerk-js does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #clerk: TestClerk;

  constructor(clerk: TestClerk) {
    this.#clerk = clerk;
  }

  get(path: string): Promise<Reply> {
    return this.#send("GET", path);
  }

  post(path: string, form: Record<string, string> = {}): Promise<Reply> {
    return this.#send("POST", path, form);
  }

  /** Password, then the code if the person has one. @returns the session's id */
  async signIn(email: string, code = "424242"): Promise<string> {
    let reply = await this.startSignIn(email);
    if (reply.at("response.status") === "needs_second_factor") {
      const path = `/v1/client/sign_ins/${reply.at("response.id")}/attempt_second_factor`;
      reply = await this.post(path, { strategy: "totp", code });
    }
    const sessionId = reply.at("response.created_session_id");
    if (typeof sessionId !== "string") throw new Error(`No session: ${JSON.stringify(reply.json)}`);
    return sessionId;
  }

  startSignIn(email: string, password = "sandbox-only"): Promise<Reply> {
    return this.post("/v1/client/sign_ins", { identifier: email, password, strategy: "password" });
  }

  async token(sessionId: string, form: Record<string, string> = {}): Promise<string> {
    const reply = await this.post(`/v1/client/sessions/${sessionId}/tokens`, form);
    return String(reply.at("jwt"));
  }

  async claims(sessionId: string, form: Record<string, string> = {}): Promise<Claims> {
    return claimsOf(await this.token(sessionId, form));
  }

  async #send(method: string, path: string, form?: Record<string, string>): Promise<Reply> {
    const response = await fetch(`${this.#clerk.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        origin: ORIGIN,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    const json: unknown = text ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, json, at: (place) => dig(json, place) };
  }

  #keep(setCookie: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? [];
    if (name === undefined || value === undefined) return;
    if (/Max-Age=0(;|$)/.test(setCookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export function claimsOf(jwt: string): Claims {
  return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
}

function dig(json: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (Object(value) === value ? (value as Record<string, unknown>)[key] : undefined),
      json,
    );
}
