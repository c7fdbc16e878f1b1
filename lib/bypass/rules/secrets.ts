import { argon2, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { readCode } from "./recovery-code";

/** Memory in KiB, passes, lanes: OWASP's floor for Argon2id, some 30 ms on a small machine. @source OWASP Password Storage */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagBytes = 32;

const hash = promisify(argon2);

const derive = (message: string, nonce: Buffer): Promise<Buffer> =>
  hash("argon2id", { ...cost, message, nonce, tagLength: tagBytes });

/** Base64url. One for all codes of a sheet. */
export const newSalt = (): string => randomBytes(16).toString("base64url");

/**
 * @param code as it was typed; what is no code at all costs the same, and fits none
 * @param salt of the sheet, base64url
 * @returns base64url
 */
export async function codeHash(code: string, salt: string): Promise<string> {
  return (await derive(readCode(code) ?? "", Buffer.from(salt, "base64url"))).toString("base64url");
}

/** @returns `salt.hash`, both base64url; the cost is the one above */
export async function pinHash(pin: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await derive(pin, salt)).toString("base64url")}`;
}

/** Whether that is the PIN. Costs the same for a stored hash that is missing. */
export async function isPin(pin: string, stored: string | null): Promise<boolean> {
  const [salt = "", wanted = ""] = (stored ?? "").split(".");
  const given = await derive(pin, Buffer.from(salt || "A".repeat(22), "base64url"));
  const known = Buffer.from(wanted, "base64url");
  return known.length === given.length && timingSafeEqual(known, given);
}

/** An address or an e-mail address as it is kept for counting: by a keyed hash, hex. */
export const countedAs = (text: string, key: string): string =>
  createHmac("sha256", key).update("attempt.").update(text).digest("hex");
