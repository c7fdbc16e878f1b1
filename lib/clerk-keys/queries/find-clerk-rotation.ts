import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { ClerkKeyAct, ClerkKeyStep, ClerkKeyView, KeptClerkRotation, KeptConsumer } from "../shapes";

/** Every instant is told as an ISO text. */
const text = <T extends object>(row: T): T =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as T;

/** The replacement of the key with that fingerprint, with how far each app is and who did which step. */
export async function findClerkRotation(_actor: Actor, fingerprint: string): Promise<KeptClerkRotation | null> {
  const [row] = await consoleDb().$queryRaw<Omit<KeptClerkRotation, "consumers" | "steps">[]>`
    SELECT rotation.id::text AS id, old_fingerprint AS "oldFingerprint", person.name AS by, began_at AS "beganAt",
           instance_id AS "instanceId", shown_before AS "shownBefore", asked_at AS "askedAt", new_fingerprint AS "newFingerprint",
           made_at AS "madeAt", made_in AS "madeIn", old_ends_at AS "oldEndsAt", released_at AS "releasedAt", ended_at AS "endedAt",
           version
      FROM clerk_key_rotations rotation JOIN people person ON person.id = rotation.began_by WHERE old_fingerprint = ${fingerprint}`;
  if (!row) return null;
  const [consumers, steps] = await Promise.all([
    consoleDb().$queryRaw<KeptConsumer[]>`
      SELECT app_id AS app, set_fingerprint AS "setFingerprint", set_at AS "setAt", deploy_asked_at AS "deployAskedAt",
             known_instances AS "knownInstances", failure, person.name AS "vouchedBy", vouched_at AS "vouchedAt"
        FROM clerk_key_consumers LEFT JOIN people person ON person.id = vouched_by WHERE rotation_id = ${row.id}::uuid`,
    consoleDb().$queryRaw<ClerkKeyStep[]>`
      SELECT step.act, step.request_id::text AS "requestId", request.state, person.name AS by, step.at
        FROM clerk_key_steps step
        JOIN action_requests request ON request.id = step.request_id
        JOIN people person ON person.id = request.requester_id
       WHERE step.rotation_id = ${row.id}::uuid ORDER BY step.at, step.request_id`,
  ]);
  return { ...text(row), consumers: consumers.map(text), steps: steps.map(text) };
}

/** Acts on that key that somebody has asked for, and that nobody has run yet. */
export async function listAskedOfClerkKey(_actor: Actor, fingerprint: string): Promise<ClerkKeyView["asked"]> {
  return consoleDb().$queryRaw<{ requestId: string; act: ClerkKeyAct; state: ClerkKeyStep["state"]; by: string }[]>`
    SELECT request.id::text AS "requestId", replace(request.operation, 'clerk-key.', '') AS act, request.state, person.name AS by
      FROM action_requests request JOIN people person ON person.id = request.requester_id
     WHERE request.operation LIKE 'clerk-key.%' AND request.state IN ('proved', 'awaiting_approval', 'ready', 'running')
       AND request.input_text::jsonb ->> 'fingerprint' = ${fingerprint}
     ORDER BY request.created_at DESC LIMIT 10`;
}
