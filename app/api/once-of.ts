import { createHash } from "node:crypto";
import { digestOf, type Json } from "@/lib/core/canonical";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { Once } from "@/lib/requests/shapes";

const longestKey = 200;

/**
 * What makes two calls of a program one; null where it brings no key. What the key is stays with the program: we keep its hash.
 * @param header with or without the quotes that a structured header has
 * @source draft-ietf-httpapi-idempotency-key-header-07
 */
export function onceOf(header: string | null, body: unknown): Result<Once | null> {
  if (header === null) return ok(null);
  const key = header.trim().replace(/^"(.*)"$/, "$1");
  if (!/^[\x20-\x7e]+$/.test(key) || key.length > longestKey)
    return refuse("invalid_input", { fields: "Idempotency-Key" });
  const written = JSON.parse(JSON.stringify(body)) as Json;
  return ok({ key: createHash("sha256").update(key).digest("hex"), body: digestOf(written) });
}
