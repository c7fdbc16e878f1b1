import { randomUUID } from "node:crypto";
import type { Identified } from "@/lib/access/actor";
import type { Result } from "@/lib/core/errors";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import type { Person } from "./people";

/** A reference of one call, by which its rows of the record are found. */
export const newRef = (): string => `test-${randomUUID()}`;

/** The code of a refusal; "ok" when there was none. */
export const codeOf = (result: Result<unknown>): string => (result.ok ? "ok" : result.refusal.code);

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${result.refusal.code} ${JSON.stringify(result.refusal.facts ?? {})}`);
}

export type Asking = { operation: string; input: unknown; reason?: string; incident?: string };

/** Stores a request, and nothing more. @returns its id */
export async function stored(
  identified: Identified,
  { operation, input, reason = "RP confirmed", incident }: Asking,
): Promise<string> {
  return must(await requestOperation(identified, newRef(), { operation, input, reason, incident })).id;
}

export type Ready = { id: string; nonce: string };

/** Stores a request and proves it afresh: one click from running. */
export async function ready(person: Person, asking: Asking): Promise<Ready> {
  const id = await stored(await person.actor(), asking);
  const { nonce } = must(await proveRequest(await person.freshProof(), newRef(), { id }));
  if (nonce === null) throw new Error("the request waits for a second person");
  return { id, nonce };
}
