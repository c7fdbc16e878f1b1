import { createHash } from "node:crypto";
import type { Clock } from "../kernel/clock";
import { type Attempts, createAttempts } from "./attempts";
import { seededId } from "./ids";
import { createSecretKeys, type SecretKeys } from "./secret-keys";
import { readSigningKey, type SigningKey } from "./signing-key";
import { createStore, type Store } from "./store";

/** What makes one Clerk instance different from another. */
export type ClerkSettings = {
  name: string;
  applicationName: string;
  /** The first one; `secretKeys` of the instance says which ones are good. */
  secretKey: string;
  publishableKey: string;
  privateKeyPem: string;
  /** Of the workspace that owns the application; without one its Platform API lets nobody in. */
  platformToken?: string;
  /** Origins that may sign in; loopback ones may always. */
  allowedOrigins: string[];
};

/** One Clerk instance: its keys and everything it knows. */
export type ClerkInstance = ClerkSettings & {
  id: string;
  /** What tokens say in `iss`; must equal the host inside the publishable key. */
  issuer: string;
  /** Tells the cookies of instances on one host apart. */
  cookieSuffix: string;
  signingKey: SigningKey;
  secretKeys: SecretKeys;
  store: Store;
  /** Handshake directives that wait to be picked up once, by their nonce. */
  handshakes: Map<string, string[]>;
  attempts: Attempts;
  clock: Clock;
};

export async function createInstance(settings: ClerkSettings, clock: Clock): Promise<ClerkInstance> {
  const id = seededId("ins", settings.name);
  return {
    ...settings,
    id,
    issuer: `https://${frontendHostOf(settings.publishableKey)}`,
    cookieSuffix: createHash("sha1").update(settings.publishableKey).digest("base64url").slice(0, 8),
    signingKey: await readSigningKey(settings.privateKeyPem, id),
    secretKeys: createSecretKeys(settings.secretKey, clock),
    store: createStore(),
    handshakes: new Map(),
    attempts: createAttempts(clock),
    clock,
  };
}

function frontendHostOf(publishableKey: string): string {
  const host = Buffer.from(publishableKey.replace(/^pk_live_/, ""), "base64").toString("utf8");
  if (!/^[a-z0-9.-]+\.[a-z]+\$$/.test(host)) throw new Error(`The publishable key holds no host: ${publishableKey}`);
  return host.slice(0, -1);
}
