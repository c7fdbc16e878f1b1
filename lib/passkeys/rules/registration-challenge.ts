import { createHmac } from "node:crypto";

/** Making a passkey and proving that one may takes less than this; afterwards one begins again. */
export const registrationMaxAgeMinutes = 10;

/** @param now database time · @param random 16 bytes that nobody can guess */
export const registrationTokenOf = (now: Date, random: Uint8Array): string =>
  `${now.getTime().toString().padStart(13, "0")}.${Buffer.from(random).toString("base64url")}`;

/**
 * The challenge that a new passkey must answer: derived, never stored, and only for this person in this session. Without the key nobody
 * can tell it from the token.
 * @returns base64url of 32 bytes
 */
export function registrationChallenge(
  { token, personId, sessionId }: { token: string; personId: string; sessionId: string },
  key: string,
): string {
  return createHmac("sha256", key)
    .update(JSON.stringify(["passkey registration", token, personId, sessionId]))
    .digest("base64url");
}

/** @param now database time */
export function isFreshRegistration(token: string, now: Date): boolean {
  const ageMs = now.getTime() - Number(token.slice(0, 13));
  return ageMs >= 0 && ageMs <= registrationMaxAgeMinutes * 60_000;
}
