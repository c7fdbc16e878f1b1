import "server-only";
import { randomBytes } from "node:crypto";
import type { Identified } from "@/lib/access/actor";
import { type CreationOptions, creationOptions } from "@/lib/access/passkey";
import { env } from "@/lib/core/env";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { listPasskeys, passkeyClock } from "@/lib/passkeys/queries/list-passkeys";
import { registrationChallenge, registrationTokenOf } from "@/lib/passkeys/rules/registration-challenge";
import { answering } from "./account";
import { admit } from "./admit";

/** `token` goes back with the answer: the challenge is derived from it again, for the same person in the same session. */
export type PasskeyOffer = { token: string; options: CreationOptions };

/** What a browser needs to make a new passkey. Changes nothing: the challenge is derived, not stored. */
export async function offerPasskey(identified: Identified, ref: string): Promise<Result<PasskeyOffer>> {
  return answering(ref, async () => {
    const admitted = admit(identified, "passkey.add");
    if (!admitted.ok) return admitted;
    const { actor } = admitted.value;
    if (actor.kind !== "person") return refuse("not_allowed");
    const [own, now] = await Promise.all([listPasskeys(actor), passkeyClock(actor)]);
    const token = registrationTokenOf(now, randomBytes(16));
    const { personId, sessionId } = actor;
    const challenge = registrationChallenge({ token, personId, sessionId }, env().NONCE_KEY);
    return ok({ token, options: creationOptions(actor, challenge, own) });
  });
}
