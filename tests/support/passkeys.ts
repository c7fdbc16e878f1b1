import type { PersonActor } from "@/lib/access/actor";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { offerPasskey } from "@/lib/operations/perform/offer-passkey";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import type { ProofPurpose } from "@/lib/passkeys/rules/proof-challenge";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import { readChain } from "@/lib/record/queries/read-chain";
import { verifyChain } from "@/lib/record/rules/verify-chain";
import { type Asking, must, newRef, ready } from "./acts";
import { type Algorithm, Authenticator } from "./authenticator";
import type { OwnConsole } from "./own-console";
import type { Person } from "./people";
import type { Query } from "./reviews";
import { world } from "./world";

/** An authenticator that belongs to the console of this world. */
export const newAuthenticator = (options: { algorithm?: Algorithm; synced?: boolean } = {}): Authenticator =>
  new Authenticator(world().consoleUrl, options);

/** What a browser hands in when this person makes a passkey. */
export async function newPasskey(actor: PersonActor, authenticator = newAuthenticator(), name = "MacBook of Mina") {
  const { token, options } = must(await offerPasskey(actor, newRef()));
  return { name, token, response: authenticator.register(options) };
}

export type Held = { id: string; authenticator: Authenticator; name: string };

/** Enrols a passkey as a person does, proved by Clerk. */
export async function enrol(person: Person, options: Parameters<typeof newAuthenticator>[0] = {}): Promise<Held> {
  const authenticator = newAuthenticator(options);
  const input = await newPasskey(await person.actor(), authenticator);
  const request = await ready(person, { operation: "passkey.add", input });
  const { outcome } = must(await confirmRequest(await person.actor(), newRef(), request));
  return { id: String(outcome.facts?.passkeyId), authenticator, name: input.name };
}

type Wanted = { id: string; digest: string; purpose?: ProofPurpose };

/** A proof for a request by this passkey, made just now. */
export function proofBy(
  { authenticator }: Held,
  { personId }: PersonActor,
  { id: requestId, digest, purpose = "request" }: Wanted,
  bend: Parameters<Authenticator["prove"]>[1] & { issuedAt?: Date } = {},
): PasskeyProof {
  const { issuedAt = new Date(), ...rest } = bend;
  return authenticator.prove({ purpose, requestId, digest, personId, issuedAt: issuedAt.toISOString() }, rest);
}

/** A passkey of somebody, put there by hand: nothing that it signs would hold against the record. @returns its id */
export async function heldPasskey(query: Query, email: string): Promise<string> {
  const { id: credentialId, cose } = newAuthenticator();
  const [row] = await query<{ id: string }>(
    `INSERT INTO passkeys (id, person_id, credential_id, public_key, challenge, counter, transports, aaguid, name,
                           backup_eligible, backed_up)
     SELECT gen_random_uuid(), id, $2, $3, $2, 0, '{internal}', gen_random_uuid(), 'MacBook', false, false
       FROM people WHERE email = $1 RETURNING id`,
    [email, credentialId, cose],
  );
  if (!row) throw new Error(`${email} is nobody`);
  return row.id;
}

/** Takes every passkey of somebody out of use. */
export async function withoutPasskeys(query: Query, email: string): Promise<void> {
  await query(
    "UPDATE passkeys SET removed_at = now() WHERE removed_at IS NULL AND person_id = (SELECT id FROM people WHERE email = $1)",
    [email],
  );
}

/** Stores a request and proves it by this passkey. */
export async function provedBy(
  held: Held,
  person: Person,
  asking: Asking,
): Promise<{ id: string; result: Awaited<ReturnType<typeof proveRequest>>; ref: string }> {
  const [actor, ref] = [await person.actor(), newRef()];
  const { id, digest } = must(await requestOperation(actor, newRef(), { reason: "RP confirmed", ...asking }));
  const proof = { kind: "passkey", ...proofBy(held, actor, { id, digest }) } as const;
  return { id, ref, result: await proveRequest(actor, ref, { id, proof }) };
}

/** What the record's verifier says of the record as it stands. */
export async function verdictOnRecord({ env }: OwnConsole): Promise<string> {
  const { RECORD_HMAC_KEY: hmacKey = "", RECORD_SIGNING_KEY: checkpointKeyPem = "" } = env;
  const { verdict, firstBadSeq, detail } = await verifyChain(readChain(), [], { hmacKey, checkpointKeyPem });
  return firstBadSeq === null ? verdict : `${verdict} at ${firstBadSeq}: ${detail}`;
}
