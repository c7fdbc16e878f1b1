import type { HumanActor } from "@/lib/access/actor";
import type { Result } from "@/lib/core/errors";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { type Decide, type Decided, decideRequest } from "@/lib/operations/perform/decide";
import { proveRequest } from "@/lib/operations/perform/prove";
import { findRequest } from "@/lib/requests/queries/find-request";
import { type Asking, must, newRef, stored } from "./acts";
import type { OwnConsole } from "./own-console";
import { ari, jae, mina, type Person, sol } from "./people";
import { world } from "./world";

/** Who asks, who may approve, and who is asked about, in a console of their own. */
export type Quorum = { requester: Person; approver: Person; second: Person; responder: Person };

/** Jae asks, Ari approves, and Sol, the manager, is an admin here by a grant of ours, so that there is a third. */
export async function openQuorum({ owner }: OwnConsole): Promise<Quorum> {
  const [requester, approver, second, responder] = await Promise.all([jae(), ari(), sol(), mina()]);
  for (const person of [requester, approver, second, responder]) await person.actor();
  await owner.query(
    "INSERT INTO role_grants (id, person_id, role) SELECT gen_random_uuid(), id, 'admin' FROM people WHERE email = $1",
    [second.email],
  );
  return { requester, approver, second, responder };
}

/** People of this console alone, made for one test: nobody signs in as them. @returns their ids */
export async function inventPeople({ owner }: OwnConsole, count: number): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO people (id, email, name)
     SELECT gen_random_uuid(), 'invented-' || gen_random_uuid() || '@ops.example', 'Invented ' || n FROM generate_series(1, $1::int) AS n
     RETURNING id::text`,
    [count],
  );
  await owner.query(
    "INSERT INTO role_snapshots (person_id, roles) SELECT id, '{responder}' FROM people WHERE id = ANY($1::uuid[])",
    [rows.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}

/** Stores a request and proves it: it waits for another person. @returns its id */
export async function waiting(person: Person, asking: Asking): Promise<string> {
  const id = await stored(await person.actor(), asking);
  const { state } = must(await proveRequest(await person.freshProof(), newRef(), { id }));
  if (state !== "awaiting_approval") throw new Error(`the request is ${state}`);
  return id;
}

export async function digestOf({ owner }: OwnConsole, id: string): Promise<string> {
  const { rows } = await owner.query<{ digest: string }>("SELECT digest FROM action_requests WHERE id = $1", [id]);
  return rows[0]?.digest ?? "";
}

/** A yes, unless told otherwise, of somebody who has just proved who they are. */
export async function decide(
  own: OwnConsole,
  person: Person,
  { id, ref = newRef(), ...rest }: { id: string; ref?: string } & Partial<Decide>,
): Promise<Result<Decided>> {
  const said = {
    digest: await digestOf(own, id),
    decision: "approve",
    reason: "seen",
    proof: { kind: "clerk" },
  } as const;
  return decideRequest(await person.freshProof(), ref, { ...said, ...rest, id });
}

/** The nonce as its requester's page holds it; empty when it holds none. */
export async function nonceFor(actor: HumanActor, id: string): Promise<string> {
  return (await findRequest(actor, id))?.nonce ?? "";
}

/** Runs an approved request as its requester would. */
export async function runApproved(person: Person, id: string, ref = newRef()) {
  const actor = await person.actor();
  return confirmRequest(actor, ref, { id, nonce: await nonceFor(actor, id) });
}

export async function stateOf({ owner }: OwnConsole, id: string): Promise<string> {
  const { rows } = await owner.query<{ state: string }>("SELECT state FROM action_requests WHERE id = $1", [id]);
  return rows[0]?.state ?? "absent";
}

/** How many roles a request gave. */
export async function granted({ owner }: OwnConsole, id: string): Promise<number> {
  const { rowCount } = await owner.query("SELECT 1 FROM role_grants WHERE request_id = $1", [id]);
  return rowCount ?? 0;
}

/** Takes the admin role from somebody in this console alone, for as long as some work lasts. */
export async function whileBlocked<T>({ owner }: OwnConsole, person: Person, work: () => Promise<T>): Promise<T> {
  const { rows } = await owner.query<{ id: string }>(
    "INSERT INTO role_blocks (id, person_id, role) SELECT gen_random_uuid(), id, 'admin' FROM people WHERE email = $1 RETURNING id",
    [person.email],
  );
  try {
    return await work();
  } finally {
    await owner.query("UPDATE role_blocks SET ended_at = now() WHERE id = $1", [rows[0]?.id]);
  }
}

/** Ends a session at Clerk, as an admin of the instance would. */
export async function revokeSession(sessionId: string): Promise<void> {
  const { CLERK_API_URL, CLERK_SECRET_KEY } = world().env.product;
  const answer = await fetch(`${CLERK_API_URL}/v1/sessions/${sessionId}/revoke`, {
    method: "POST",
    headers: { authorization: `Bearer ${CLERK_SECRET_KEY}` },
  });
  if (!answer.ok) throw new Error(`the session was not revoked: ${answer.status}`);
}

/** Nothing that waits in one test may count in the next. */
export const forgetQueue = ({ owner }: OwnConsole) =>
  owner.query("UPDATE action_requests SET state = 'withdrawn' WHERE state = 'awaiting_approval'");

/** A role for people who exist for this alone. */
export const grantTo = async (own: OwnConsole, count = 1) => ({
  operation: "person.grant-role",
  input: { people: await inventPeople(own, count), role: "manager" },
});

/** How many notices of that kind lead to a request. */
export async function noticesOf({ owner }: OwnConsole, id: string, kind: string): Promise<number> {
  const { rowCount } = await owner.query("SELECT 1 FROM notices WHERE kind = $2 AND href LIKE '%' || $1", [id, kind]);
  return rowCount ?? 0;
}

/** A grant of Jae's that waits for another person, with nothing else in the queue. @returns its id */
export async function askedGrant(own: OwnConsole, { requester }: Quorum, count = 1): Promise<string> {
  await forgetQueue(own);
  return waiting(requester, await grantTo(own, count));
}

/** The same, approved by Ari. */
export async function approvedGrant(own: OwnConsole, quorum: Quorum, count = 1): Promise<string> {
  const id = await askedGrant(own, quorum, count);
  must(await decide(own, quorum.approver, { id }));
  return id;
}
