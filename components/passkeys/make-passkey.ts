"use client";

import { browserSupportsWebAuthn, startRegistration } from "@simplewebauthn/browser";
import { offerPasskey } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { transports as known, type RegistrationResponse } from "@/lib/passkeys/shapes";
import { unanswered } from "../operation/unanswered";

export type RegistrationTrouble = "cancelled" | "timedOut" | "unsupported" | "unverified" | "held" | "failed";

/** A passkey that was made on a device, and is not enrolled yet. */
export type MadePasskey = { token: string; response: RegistrationResponse };

export type Registration = MadePasskey | { refusal: Refusal } | { trouble: RegistrationTrouble };

/** Lets a device make a new passkey. Nothing of it is kept here until it is asked for, proved and run. */
export async function makePasskey(): Promise<Registration> {
  if (!browserSupportsWebAuthn()) return { trouble: "unsupported" };
  const offered = await offerPasskey().catch(unanswered);
  if (!offered.ok) return { refusal: offered.refusal };
  const { token, options } = offered.value;
  const began = performance.now();
  try {
    const { id, response } = await startRegistration({ optionsJSON: options });
    const { clientDataJSON, attestationObject, transports = [] } = response;
    const reached = known.filter((way) => (transports as string[]).includes(way));
    return { token, response: { id, clientDataJSON, attestationObject, transports: reached } };
  } catch (error) {
    return { trouble: troubleOf(error, performance.now() - began >= options.timeout) };
  }
}

function troubleOf(error: unknown, ranOut: boolean): RegistrationTrouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return "held";
  if (name === "ConstraintError") return "unverified";
  if (name !== "NotAllowedError" && name !== "AbortError") return "failed";
  return ranOut ? "timedOut" : "cancelled";
}
