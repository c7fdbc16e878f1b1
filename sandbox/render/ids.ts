import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Letters and digits that follow from a name: the same in every process. */
export function lettersOf(name: string, length = 20): string {
  const bytes = createHash("sha256").update(name).digest().subarray(0, length);
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** An id as Render writes them: a prefix, a dash, and 20 letters and digits. */
export const newId = (prefix: string): string => `${prefix}-${lettersOf(randomBytes(16).toString("hex"))}`;

/** A number from 0 up to 1 that follows from a name. */
export function chanceOf(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE() / 2 ** 32;
}
