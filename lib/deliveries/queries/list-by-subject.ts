import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import type { DeliveryRow } from "../shapes";
import { dead, rowColumns } from "./columns";

export type AboutSubject = { rows: DeliveryRow[]; dead: number };

/**
 * The newest deliveries that tell of somebody, and how many of all are dead.
 * @param subjects every way in which the IdP may write them
 * @refuses not_allowed for people who may see counts only
 */
export async function listBySubject(actor: Actor, subjects: readonly string[], limit: number): Promise<AboutSubject> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  const [rows, counted] = await Promise.all([
    identityProviderRead().$queryRaw<DeliveryRow[]>`
      SELECT ${rowColumns}
        FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
       WHERE e.subject = ANY (${subjects}) ORDER BY e.enqueued_at DESC, e.id DESC LIMIT ${limit}`,
    identityProviderRead().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM webhook_outbox_entries e WHERE ${dead} AND e.subject = ANY (${subjects})`,
  ]);
  return { rows, dead: counted[0]?.count ?? 0 };
}
