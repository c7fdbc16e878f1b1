import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { stateOf } from "../rules/state";
import { type Delivery, type DeliveryRow, deliveryId } from "../shapes";
import { detailColumns, rowColumns } from "./columns";
import { onIdentityDatabase } from "./identity-database";

type Found = DeliveryRow & Omit<Delivery, keyof DeliveryRow | "relyingParty" | "state"> & { webhookEnabled: boolean };

/**
 * One delivery without its payload; null when the IdP has no such row.
 * @refuses not_allowed for people who may see counts only
 */
export async function findDelivery(actor: Actor, id: string): Promise<Delivery | null> {
  if (actor.kind !== "system" && !hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  if (!deliveryId.safeParse(id).success) return null;
  const [row] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Found[]>`
      SELECT ${rowColumns}, ${detailColumns}
        FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id WHERE e.id = ${BigInt(id)}`,
  );
  if (!row) return null;
  const { relyingPartyId, relyingPartyName, webhookEnabled, ...rest } = row;
  return { ...rest, relyingParty: { id: relyingPartyId, name: relyingPartyName, webhookEnabled }, state: stateOf(row) };
}
