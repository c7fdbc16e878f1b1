import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import type { Triage } from "../shapes";

const secret = /^clerk_secret_key:([0-9a-f]{8})$/;

/** A key as reports name it: a secret key of Clerk's by its fingerprint, any other by its kid. */
export const leakedKey = z.string().min(1).max(120).refine(isStorable);

export const namedSecretKey = (fingerprint: string): string => `clerk_secret_key:${fingerprint}`;

/** The key that was reported from outside; null where none is, or where what was reported can be no key's name. */
export function reportedKey(evidence: Triage["evidence"]): string | null {
  const subject = evidence.find(({ probe }) => probe === "signal/leaked_key")?.value?.subject;
  return leakedKey.safeParse(subject).data ?? null;
}

/** Where a key that leaked is replaced. A kid that nobody knows ends at the inventory. */
export function keyHref(key: string | null): string {
  const fingerprint = secret.exec(key ?? "")?.[1];
  if (fingerprint !== undefined) return `/keys/secret/${fingerprint}`;
  return key === null ? "/keys" : `/keys?leaked=${encodeURIComponent(key)}`;
}

export const isSecretKey = (key: string): boolean => secret.test(key);
