import { randomBytes } from "node:crypto";

const secretBytes = 32;

/** `spb_` and 256 random bits: a scanner and a person know a bypass token by its look. */
export const mintBypassToken = (): string => `spb_${randomBytes(secretBytes).toString("base64url")}`;
