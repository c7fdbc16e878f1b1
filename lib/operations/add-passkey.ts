import "server-only";
import { z } from "zod";
import type { PersonActor } from "@/lib/access/actor";
import { verifyRegistration } from "@/lib/access/passkey";
import { digestOf } from "@/lib/core/canonical";
import { env } from "@/lib/core/env";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { isKnownPasskey, isSpentChallenge } from "@/lib/passkeys/queries/is-known-passkey";
import { listPasskeys, passkeyClock } from "@/lib/passkeys/queries/list-passkeys";
import { isFreshRegistration, registrationChallenge } from "@/lib/passkeys/rules/registration-challenge";
import { passkeyLimit, passkeyName, registrationResponse, registrationToken } from "@/lib/passkeys/shapes";
import { keepPasskey } from "@/lib/passkeys/writes/keep-passkey";
import { defineOperation, type Preview } from "./define";
import { tellOfPasskey } from "./perform/tell";

const input = z.strictObject({ name: passkeyName, token: registrationToken, response: registrationResponse });

/** What the authenticator said of the new passkey: only this is enrolled. Bytes are base64url. */
const target = z.strictObject({
  credentialId: z.string(),
  publicKey: z.string(),
  challenge: z.string(),
  counter: z.number(),
  aaguid: z.string(),
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
});
type Target = z.infer<typeof target>;

/**
 * One more passkey of one's own. Whoever has none yet proves by Clerk, since there is nothing else to prove with.
 * @refuses passkey_limit, passkey_challenge_invalid, passkey_user_unverified, passkey_invalid, passkey_known
 */
export const addPasskey = defineOperation({
  name: "passkey.add",
  risk: "guarded",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input,

  async preview({ actor }, { name, token, response }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const own = await listPasskeys(actor);
    if (own.length >= passkeyLimit) return refuse("passkey_limit", { limit: passkeyLimit }); // guard: passkey-limit
    const judged = await judge(actor, token, response);
    return judged.ok ? ok(shown(name, judged.value, own)) : judged;
  },

  async run({ actor, tx }, { name, response }, frozen) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const { publicKey, ...made } = target.parse(frozen);
    const kept = await keepPasskey(tx, {
      ...made,
      publicKey: Uint8Array.from(Buffer.from(publicKey, "base64url")),
      personId: actor.personId,
      name,
      transports: response.transports,
    });
    if (!kept) return refuse("passkey_known");
    await tellOfPasskey(tx, "passkey.added", actor, kept);
    return ok({
      summary: { key: "passkeys.added", values: { name } },
      href: "/settings/passkeys",
      // With the key in the record, what it signs can be checked there for ever.
      facts: { passkeyId: kept, publicKey, aaguid: made.aaguid },
    });
  },
});

async function judge(
  actor: PersonActor,
  token: string,
  response: z.infer<typeof registrationResponse>,
): Promise<Result<Target>> {
  const { personId, sessionId } = actor;
  const challenge = registrationChallenge({ token, personId, sessionId }, env().NONCE_KEY);
  if (!isFreshRegistration(token, await passkeyClock(actor))) return refuse("passkey_challenge_invalid"); // guard: registration-age
  if (await isSpentChallenge(actor, challenge)) return refuse("passkey_challenge_invalid");
  const verified = await verifyRegistration(response, challenge);
  if (!verified.ok) return verified;
  const { publicKey, ...made } = verified.value;
  if (await isKnownPasskey(actor, made.credentialId)) return refuse("passkey_known"); // guard: known-passkey
  return ok({ ...made, publicKey: Buffer.from(publicKey).toString("base64url"), challenge });
}

/** What one has is part of what one agrees to: if it changes meanwhile, one looks again. */
function shown(name: string, made: Target, own: readonly { id: string }[]): Preview {
  return {
    subject: name,
    blast: { deliveries: 0, relyingParties: 0, people: 1, requests: 0 },
    lines: [
      { key: "passkeys.add.proves" },
      { key: made.backupEligible ? "passkeys.add.synced" : "passkeys.add.device" },
      { key: "passkeys.add.count", values: { count: own.length + 1, limit: passkeyLimit } },
    ],
    warnings: [],
    reversible: true,
    fingerprint: digestOf(own.map(({ id }) => id)),
    target: made,
  };
}
