"use client";

import { browserSupportsWebAuthn, bufferToBase64URLString, startAuthentication } from "@simplewebauthn/browser";
import { useCallback } from "react";
import { type ProofPurpose, proofChallengeText } from "@/lib/passkeys/rules/proof-challenge";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import type { Passkeys } from "./use-passkeys";

/** Why no proof came of it. Browsers tell a closed prompt and a device without the passkey no further apart. */
export type PasskeyTrouble = "cancelled" | "timedOut" | "unsupported" | "failed";

export type SignedFor = { purpose: ProofPurpose; requestId: string; digest: string };

const timeoutMs = 60_000;

/**
 * Asks one of one's own passkeys to sign exactly this. The challenge is made here, from the digest that the page shows: what is signed
 * is what is seen.
 */
export function usePasskeyProof({ look }: Passkeys): (what: SignedFor) => Promise<PasskeyProof | PasskeyTrouble> {
  return useCallback(
    async (what) => {
      if (!browserSupportsWebAuthn()) return "unsupported";
      const began = performance.now();
      try {
        const { personId, now, passkeys } = await look();
        const issuedAt = now.toISOString();
        const text = proofChallengeText({ ...what, personId, issuedAt });
        const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
        const { id, response } = await startAuthentication({
          optionsJSON: {
            challenge: bufferToBase64URLString(challenge),
            rpId: location.hostname,
            allowCredentials: passkeys.map(({ credentialId, transports }) => ({
              id: credentialId,
              type: "public-key",
              transports: [...transports],
            })),
            userVerification: "required",
            timeout: timeoutMs,
          },
        });
        const { authenticatorData, clientDataJSON, signature } = response;
        return { issuedAt, response: { id, authenticatorData, clientDataJSON, signature } };
      } catch (error) {
        return troubleOf(error, performance.now() - began);
      }
    },
    [look],
  );
}

function troubleOf(error: unknown, tookMs: number): PasskeyTrouble {
  const name = error instanceof Error ? error.name : "";
  if (name !== "NotAllowedError" && name !== "AbortError") return "failed";
  return tookMs >= timeoutMs ? "timedOut" : "cancelled";
}
