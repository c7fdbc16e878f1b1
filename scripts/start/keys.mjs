import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";

const hex = (bytes) => () => randomBytes(bytes).toString("hex");
const rsa = () =>
  generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: pkcs8, publicKeyEncoding: spki }).privateKey;
const ed25519 = () => generateKeyPairSync("ed25519", { privateKeyEncoding: pkcs8, publicKeyEncoding: spki }).privateKey;
const pkcs8 = { type: "pkcs8", format: "pem" };
const spki = { type: "spki", format: "pem" };

const recipes = {
  consoleClerkPrivateKey: rsa,
  consoleClerkSecretKey: () => `sk_live_sandbox_console_${hex(16)()}`,
  managedClerkPrivateKey: rsa,
  managedClerkSecretKey: () => `sk_live_sandbox_managed_${hex(16)()}`,
  clerkPlatformToken: () => `ak_sandbox_${hex(20)()}`,
  renderApiKey: () => `rnd_sandbox_${hex(12)()}`,
  readToken: () => `spr_sandbox_${hex(32)()}`,
  operateToken: () => `spo_sandbox_${hex(32)()}`,
  signalToken: () => `sps_sandbox_${hex(32)()}`,
  recordHmacKey: hex(32),
  recordSigningKey: ed25519,
  grantSigningKey: ed25519,
  bypassSigningKey: ed25519,
  nonceKey: hex(32),
  metricsToken: hex(16),
  slackWebhookSecret: () => `sandbox${hex(12)()}`,
  pagerdutyRoutingKey: () => `sandbox${hex(13)().slice(1)}`,
  // 33 bytes in base64, the first six of which read "sandbox0".
  noticeWebhookSecret: () => `whsec_sandbox0${randomBytes(27).toString("base64")}`,
  smtpPassword: () => `sandbox-${hex(16)()}`,
  serverActionsKey: () => randomBytes(32).toString("base64"),
};

/** Reads the keys of this world and makes those that are not there yet. A key that exists is never replaced. */
export function keysOf(file) {
  const kept = readKeys(file);
  const missing = Object.keys(recipes).filter((name) => !(name in kept));
  if (missing.length === 0) return kept;
  const keys = { ...kept, ...Object.fromEntries(missing.map((name) => [name, recipes[name]()])) };
  writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}

function readKeys(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}
