import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { adoptionsOf } from "../rules/adoption";
import { ifActivated, ifRetired } from "../rules/breakage";
import { keyIn } from "../rules/life";
import { keyLineOf } from "../rules/lines";
import { isRotationOver, mayCancel, newKeyOf, postsOf, stageOf } from "../rules/rotation";
import type { RingName } from "../shapes/key";
import type { KeptRotation, RotationStep } from "../shapes/rotation";
import type { AskedStep, OpenRotation, RotationView } from "../shapes/views";
import { findRing } from "./find-ring";
import { readServedSet } from "./served-set";

type Row = Omit<KeptRotation, "steps" | "beganAt"> & { beganAt: Date };

/** A rotation as it was kept, with each step that somebody confirmed. */
async function findKept(id: string): Promise<KeptRotation | null> {
  const [row] = await consoleDb().$queryRaw<Row[]>`
    SELECT rotation.id::text AS id, ring AS of, old_kid AS "oldKid", known_kids AS "knownKids", began_at AS "beganAt", person.name AS by
      FROM key_rotations rotation JOIN people person ON person.id = rotation.began_by WHERE rotation.id = ${id}::uuid`;
  if (!row) return null;
  const steps = await consoleDb().$queryRaw<(Omit<RotationStep, "at"> & { at: Date })[]>`
    SELECT step.act, step.request_id::text AS "requestId", step.kid, request.state, person.name AS by, step.at
      FROM key_rotation_steps step
      JOIN action_requests request ON request.id = step.request_id
      JOIN people person ON person.id = request.requester_id
     WHERE step.rotation_id = ${id}::uuid ORDER BY step.at, step.request_id`;
  return {
    ...row,
    beganAt: row.beganAt.toISOString(),
    steps: steps.map((step) => ({ ...step, at: step.at.toISOString() })),
  };
}

/** Acts on keys of the ring that somebody has asked for, and that nobody has run yet. */
async function listAsked(of: RingName, kids: readonly string[]): Promise<AskedStep[]> {
  return consoleDb().$queryRaw<AskedStep[]>`
    SELECT request.id::text AS "requestId", request.operation, request.state, person.name AS by
      FROM action_requests request JOIN people person ON person.id = request.requester_id
     WHERE request.operation = ANY (${["key.publish", "key.activate", "key.retire"]})
       AND request.state IN ('proved', 'awaiting_approval', 'ready')
       AND (request.input_text::jsonb ->> 'of' = ${of} OR request.input_text::jsonb ->> 'kid' = ANY (${[...kids]}))
     ORDER BY request.created_at DESC LIMIT 10`;
}

/**
 * A planned rotation, to go on with by whoever reads it.
 * @throws Refused rotation_not_found, identity_database_unreachable
 */
export async function rotationView(actor: Actor, text: string): Promise<RotationView> {
  const id = requestId.safeParse(text).data;
  const kept = id ? await findKept(id) : null;
  if (!kept) throw new Refused({ code: "rotation_not_found" });
  const [ring, served] = await Promise.all([findRing(actor, kept.of), readServedSet(actor)]);
  if (!ring) throw new Refused({ code: "rotation_not_found" });
  const [stage, now] = [stageOf(kept, ring), new Date(ring.at)];
  const world = { ring, served: served.ok ? served.value : null, now };
  const [old, after] = [keyIn(ring, kept.oldKid), newKeyOf(kept, ring)];
  const [oldKey, newKey] = [old && keyLineOf(world, old), after && keyLineOf(world, after)];
  const next = stage === "soaking" ? newKey?.next : stage === "draining" ? oldKey?.next : null;
  return {
    now: new Date().toISOString(),
    rotation: kept,
    name: ring.name,
    stage,
    posts: postsOf(stage, next?.open ?? false),
    oldKey: oldKey ?? null,
    newKey: newKey ?? null,
    next: next ?? null,
    cancelable: mayCancel(stage),
    adoption: newKey ? adoptionsOf(ring, newKey.kid, now) : [],
    fetchesUnread: ring.fetchesUnread,
    breaks:
      stage === "soaking" && newKey
        ? ifActivated(ring, newKey.kid, now)
        : stage === "draining" && oldKey
          ? ifRetired(ring, oldKey.kid, now)
          : null,
    asked: await listAsked(
      kept.of,
      [oldKey, newKey].flatMap((key) => key?.kid ?? []),
    ),
    served,
  };
}

/** The newest rotation that a key belongs to. */
export async function findRotationOf(_actor: Actor, of: RingName, kid: string): Promise<string | null> {
  const [found] = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM key_rotations
     WHERE ring = ${of} AND (old_kid = ${kid} OR NOT (${kid} = ANY (known_kids))) ORDER BY began_at DESC LIMIT 1`;
  return found?.id ?? null;
}

/** Rotations of the last 90 days that are not over, oldest first. */
export async function listOpenRotations(actor: Actor): Promise<OpenRotation[]> {
  const rows = await consoleDb().$queryRaw<{ id: string; of: string }[]>`
    SELECT DISTINCT ON (ring) id::text AS id, ring AS of FROM key_rotations
     WHERE began_at > now() - interval '90 days' ORDER BY ring, began_at DESC LIMIT 100`;
  const found = await Promise.all(
    rows.map(async ({ id, of }): Promise<OpenRotation[]> => {
      const [kept, ring] = await Promise.all([findKept(id), findRing(actor, of)]);
      if (!kept || !ring) return [];
      const stage = stageOf(kept, ring);
      return isRotationOver(stage) ? [] : [{ id, of, name: ring.name, stage, by: kept.by, beganAt: kept.beganAt }];
    }),
  );
  return found.flat().toSorted((a, b) => (a.beganAt < b.beganAt ? -1 : 1));
}
