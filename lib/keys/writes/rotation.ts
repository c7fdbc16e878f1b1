import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { StoredRequest } from "@/lib/requests/shapes";
import { activeIn } from "../rules/life";
import type { KeyRing } from "../shapes/key";
import type { RotationAct } from "../shapes/rotation";

type NewRotation = { id: string; beganBy: string; of: string; oldKid: string; knownKids: readonly string[] };

/** A rotation begins with the request that publishes its key, whose id it carries. */
export async function beginRotation(tx: ConsoleTransaction, rotation: NewRotation): Promise<void> {
  await keepRotation(tx, rotation);
  await tx.keyRotationStep.create({
    data: { requestId: rotation.id, rotationId: rotation.id, act: "publish", kid: null },
  });
}

async function keepRotation(
  tx: ConsoleTransaction,
  { id, of, beganBy, oldKid, knownKids }: NewRotation,
): Promise<void> {
  await tx.keyRotation.create({ data: { id, ring: of, beganBy, oldKid, knownKids: [...knownKids] } });
}

type NewStep = {
  request: Pick<StoredRequest, "id" | "requesterId">;
  act: Exclude<RotationAct, "publish">;
  kid: string;
  ring: KeyRing;
};

/**
 * Writes a step down with the rotation that it belongs to: whose new key it lets sign or takes back, or whose old key it retires. A key
 * that was published elsewhere is taken up where it stands.
 */
export async function keepStep(tx: ConsoleTransaction, { request, act, kid, ring }: NewStep): Promise<void> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM key_rotations
     WHERE ring = ${ring.of} AND CASE WHEN ${act} = 'retire' THEN old_kid = ${kid} ELSE NOT (${kid} = ANY (known_kids)) END
     ORDER BY began_at DESC LIMIT 1`;
  const rotationId = found?.id ?? request.id;
  if (!found) {
    const active = activeIn(ring)?.kid ?? kid;
    const [oldKid, newKid] = act === "retire" ? [kid, active] : [active, kid];
    const knownKids = ring.keys.map((key) => key.kid).filter((each) => each !== newKid);
    await keepRotation(tx, { id: request.id, beganBy: request.requesterId, of: ring.of, oldKid, knownKids });
  }
  await tx.keyRotationStep.create({ data: { requestId: request.id, rotationId, act, kid } });
}
