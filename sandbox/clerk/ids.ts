import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 27;

/** An id as Clerk writes them: a prefix and 27 letters and digits. */
export function newId(prefix: string): string {
  return `${prefix}_${letters(randomBytes(LENGTH))}`;
}

/** The same id for the same name, in every process. */
export function seededId(prefix: string, name: string): string {
  return `${prefix}_${letters(createHash("sha256").update(`${prefix}/${name}`).digest().subarray(0, LENGTH))}`;
}

/** An opaque secret, like a browser's client token or a ticket. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function letters(bytes: Buffer): string {
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
