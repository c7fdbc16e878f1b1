import { createHash } from "node:crypto";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One JSON text for one value: keys sorted by code unit, no white space. Two equal values give equal bytes, so it can be signed.
 * @throws TypeError for what JSON can't carry faithfully (undefined, NaN, bigint, Date, …): a signature must never cover a guess.
 * @source RFC 8785, for the subset without exotic numbers
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("canonical: a number must be finite");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((entry: Json) => canonical(entry)).join(",")}]`;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value as Record<string, Json>).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(",")}}`;
  }
  throw new TypeError(`canonical: ${typeof value} has no place in JSON`);
}

/** SHA-256 of the canonical text, 64 lower-case hex digits. */
export function digestOf(value: Json): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}
