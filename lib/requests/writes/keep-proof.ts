import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { ProofPurpose } from "@/lib/passkeys/rules/proof-challenge";

type ClerkProof = {
  purpose: ProofPurpose;
  requestId: string;
  personId: string;
  digest: string;
  clerkUserId: string | null;
  sessionId: string;
  reverificationId: string;
  secondFactorAgeMinutes: number;
};

type PasskeyProof = Pick<ClerkProof, "purpose" | "requestId" | "personId" | "digest" | "clerkUserId" | "sessionId"> & {
  passkeyId: string;
  challenge: string;
  assertionText: string;
};

/**
 * Spends what a passkey signed. A signature can be bent into another one that verifies too; the challenge under it can't.
 * @returns null when that challenge was spent before
 */
export async function keepPasskeyProof(tx: ConsoleTransaction, proof: PasskeyProof): Promise<string | null> {
  const [kept] = await tx.proof.createManyAndReturn({
    data: [{ ...proof, kind: "passkey", secondFactorAgeMinutes: 0 }],
    skipDuplicates: true,
    select: { id: true },
  });
  return kept?.id ?? null;
}

/** A printed code that was spent with its PIN. @returns the proof's id */
export async function keepCodeProof(
  tx: ConsoleTransaction,
  proof: Pick<ClerkProof, "purpose" | "requestId" | "personId" | "digest" | "clerkUserId" | "sessionId">,
): Promise<string> {
  const { id } = await tx.proof.create({
    data: { ...proof, kind: "code", secondFactorAgeMinutes: 0 },
    select: { id: true },
  });
  return id;
}

/** Spends a reverification on one request. @returns null when it was spent before, on any request by anyone */
export async function keepClerkProof(tx: ConsoleTransaction, proof: ClerkProof): Promise<string | null> {
  const [kept] = await tx.proof.createManyAndReturn({
    data: [{ ...proof, kind: "clerk" }],
    skipDuplicates: true,
    select: { id: true },
  });
  return kept?.id ?? null;
}
