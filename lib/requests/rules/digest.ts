import { digestOf } from "@/lib/core/canonical";
import type { StoredRequest } from "../shapes";

type Digested = Pick<
  StoredRequest,
  | "id"
  | "operation"
  | "risk"
  | "inputText"
  | "targetText"
  | "fingerprint"
  | "requesterId"
  | "sessionId"
  | "reason"
  | "incident"
  | "shownText"
  | "secondPerson"
  | "offeredBy"
  | "supersedes"
>;

/** SHA-256 over everything that a person agrees to. Change one byte of the stored request and it no longer fits. */
export function requestDigest(request: Digested): string {
  const { id, operation, risk, inputText, targetText, fingerprint, shownText, secondPerson } = request;
  const { requesterId, sessionId, reason, incident, offeredBy, supersedes } = request;
  const asked = { requesterId, sessionId, reason, incident, offeredBy, supersedes };
  return digestOf({ id, operation, risk, inputText, targetText, fingerprint, shownText, secondPerson, ...asked });
}

/** The short form that people read to each other: `7F3A C21E`, equal on every screen. */
export const requestCode = (digest: string): string => `${digest.slice(0, 4)} ${digest.slice(4, 8)}`.toUpperCase();
