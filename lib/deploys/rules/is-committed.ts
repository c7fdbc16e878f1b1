import { createHash, timingSafeEqual } from "node:crypto";
import type { ConfidedValue } from "../shapes";
import { committed } from "./value-commitment";

/** Whether that is the value which the stored request, and with it proof and approval, is about. */
export function isCommitted(given: ConfidedValue, commitment: string): boolean {
  const [made, wanted] = [createHash("sha256").update(committed(given)).digest(), Buffer.from(commitment, "base64url")];
  return made.length === wanted.length && timingSafeEqual(made, wanted);
}
