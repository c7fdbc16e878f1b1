/** What a proof is given for: to ask, to decide about what another person asks, or to open the console without Clerk. */
export type ProofPurpose = "request" | "approve" | "deny" | "open";

/** Everything that a passkey signs when it proves. */
export type ProofChallenge = {
  purpose: ProofPurpose;
  requestId: string;
  digest: string;
  personId: string;
  /** ISO instant with milliseconds, in UTC. */
  issuedAt: string;
};

/**
 * The text whose SHA-256 is the challenge: canonical JSON. Browser, server and the verifier of the record each derive it for themselves
 * from what they show, hold and read. It runs in the browser too, so it takes nothing from Node.
 */
export function proofChallengeText({ purpose, requestId, digest, personId, issuedAt }: ProofChallenge): string {
  return JSON.stringify({ digest, issuedAt, origin: "sallyport proof v1", personId, purpose, requestId });
}

/** A challenge is good for this long, by database time. */
export const challengeMaxAgeMinutes = 5;

/** How far ahead of database time a challenge may be dated: a browser's clock runs on between two looks at ours. */
const aheadMs = 5_000;

/** @param now database time */
export function isFreshChallenge(issuedAt: Date, now: Date): boolean {
  const ageMs = now.getTime() - issuedAt.getTime();
  return ageMs >= -aheadMs && ageMs <= challengeMaxAgeMinutes * 60_000;
}
