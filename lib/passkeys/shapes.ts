import { z } from "zod";
import { isStorable } from "@/lib/core/text";

export const passkeyId = z.uuid();

/** What a person calls a passkey of theirs. */
export const passkeyName = z.string().trim().min(1).max(60).refine(isStorable);

/** More than anybody carries, few enough to read. */
export const passkeyLimit = 10;

const bytes = (limit: number) =>
  z
    .string()
    .min(1)
    .max(limit)
    .regex(/^[\w-]+$/);

/** How a browser reaches an authenticator. @source WebAuthn Level 3, AuthenticatorTransport */
export const transports = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;

/** What an authenticator answers when it makes a passkey, without what can be read out of it again. */
export const registrationResponse = z.strictObject({
  id: bytes(1_400),
  clientDataJSON: bytes(2_000),
  attestationObject: bytes(8_000),
  transports: z.array(z.enum(transports)).max(transports.length),
});
export type RegistrationResponse = z.infer<typeof registrationResponse>;

/** Names the challenge that it answers: when it was issued, and something nobody can guess. */
export const registrationToken = z.string().regex(/^\d{13}\.[\w-]{22}$/);

/** What an authenticator answers when it signs. */
export const assertionResponse = z.strictObject({
  id: bytes(1_400),
  authenticatorData: bytes(2_000),
  clientDataJSON: bytes(2_000),
  signature: bytes(2_000),
});
export type AssertionResponse = z.infer<typeof assertionResponse>;

/** A proof by passkey, as the browser hands it in. @property issuedAt the instant that the challenge was derived from */
export const passkeyProof = z.strictObject({ issuedAt: z.iso.datetime({ precision: 3 }), response: assertionResponse });
export type PasskeyProof = z.infer<typeof passkeyProof>;

/** One's own passkey as a page shows it, and as the browser needs it to ask for it. Instants are ISO texts. */
export type PasskeyCard = {
  id: string;
  credentialId: string;
  name: string;
  transports: string[];
  /** `synced`: a copy is elsewhere · `syncable`: there may be one · `device`: it never leaves its device. */
  kept: "synced" | "syncable" | "device";
  createdAt: string;
  lastUsedAt: string | null;
};

/** What is needed to ask for a proof. @property now database time, by which a challenge is dated */
export type PasskeyView = { personId: string; now: string; passkeys: PasskeyCard[] };
