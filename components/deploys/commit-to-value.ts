import { committed } from "@/lib/deploys/rules/value-commitment";
import type { ConfidedValue } from "@/lib/deploys/shapes";

/** Commits to a value: the hash goes with the request, and nobody can tell the value from it; the value stays on this page. */
export async function commitToValue(value: string): Promise<{ commitment: string; confided: ConfidedValue }> {
  const confided = { value, opening: text(crypto.getRandomValues(new Uint8Array(32))) };
  return { commitment: text(await sha256(committed(confided))), confided };
}

/** The first eight hex digits of a secret key's SHA-256. */
export async function fingerprintHere(secret: string): Promise<string> {
  const bytes = (await sha256(secret)).slice(0, 4);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const sha256 = async (words: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)));

/** Base64url. */
const text = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
