import { createHash } from "node:crypto";

/** The first eight hex digits of a secret key's SHA-256. */
export const fingerprintOf = (secret: string): string => createHash("sha256").update(secret).digest("hex").slice(0, 8);
