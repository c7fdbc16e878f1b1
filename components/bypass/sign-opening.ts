"use client";

import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";
import { offerOpening } from "@/app/actions";
import type { Wish } from "@/lib/bypass/shapes";
import type { Refusal } from "@/lib/core/errors";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import { unanswered } from "../operation/unanswered";
import type { PasskeyTrouble } from "../operation/use-passkey-proof";

type Signed = ({ kind: "passkey" } & PasskeyProof) | { trouble: PasskeyTrouble } | { refusal: Refusal };

const timeoutMs = 60_000;

/** Lets a device sign exactly this opening: address, reason, incident and all. Whether it knows its person, the server judges. */
export async function signOpening(wish: Wish): Promise<Signed> {
  if (!browserSupportsWebAuthn()) return { trouble: "unsupported" };
  const offered = await offerOpening(wish).catch(unanswered);
  if (!offered.ok) return { refusal: offered.refusal };
  const { challenge, issuedAt, credentials } = offered.value;
  const began = performance.now();
  try {
    const { id, response } = await startAuthentication({
      optionsJSON: {
        challenge,
        rpId: location.hostname,
        allowCredentials: credentials.map((credential) => ({ id: credential, type: "public-key" })),
        userVerification: "required",
        timeout: timeoutMs,
      },
    });
    const { authenticatorData, clientDataJSON, signature } = response;
    return { kind: "passkey", issuedAt, response: { id, authenticatorData, clientDataJSON, signature } };
  } catch (error) {
    return { trouble: troubleOf(error, performance.now() - began >= timeoutMs) };
  }
}

function troubleOf(error: unknown, ranOut: boolean): PasskeyTrouble {
  const name = error instanceof Error ? error.name : "";
  if (name !== "NotAllowedError" && name !== "AbortError") return "failed";
  return ranOut ? "timedOut" : "cancelled";
}
