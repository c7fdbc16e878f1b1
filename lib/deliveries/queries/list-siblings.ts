import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { type GroupRow, groupOf } from "../rules/group";
import type { CauseGroup, Delivery, DeliveryRow } from "../shapes";
import { dead, rowColumns } from "./columns";
import { onIdentityDatabase } from "./identity-database";

/** Rows that are looked at for a group: what one page can tell in good time. */
const lookedAt = 1_000;
const sameSubject = 5;

/**
 * The dead deliveries that failed like this one, among the newest thousand of its relying party and event type.
 * @refuses not_allowed, identity_database_unreachable
 */
export async function findGroup(actor: Actor, delivery: Delivery): Promise<CauseGroup> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  const { relyingParty, eventType } = delivery;
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<GroupRow[]>`
      SELECT ${rowColumns}, e.idempotency_key AS "idempotencyKey", e.signing_kid AS "signingKid"
        FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
       WHERE ${dead} AND e.oauth_application_id = ${BigInt(relyingParty.id)} AND e.event_type = ${eventType}
       ORDER BY e.dlq_at DESC, e.id DESC LIMIT ${lookedAt + 1}`,
  );
  return groupOf(delivery, rows.slice(0, lookedAt), rows.length > lookedAt);
}

/**
 * Other deliveries about the same subject, newest first.
 * @refuses not_allowed, identity_database_unreachable
 */
export async function listOfSubject(actor: Actor, { id, subject }: Delivery): Promise<DeliveryRow[]> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  if (subject === null) return [];
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<DeliveryRow[]>`
      SELECT ${rowColumns}
        FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
       WHERE e.subject = ${subject} AND e.id <> ${BigInt(id)} ORDER BY e.enqueued_at DESC, e.id DESC LIMIT ${sameSubject}`,
  );
}
