import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { redactPayload } from "../rules/redact";
import { deliveryId, type Payload } from "../shapes";
import { onIdentityDatabase } from "./identity-database";

/**
 * A delivery's payload, masked on the server: what is hidden never leaves it.
 * @refuses not_allowed for people who may see counts only
 */
export async function findPayload(actor: Actor, id: string): Promise<Payload | null> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  if (!deliveryId.safeParse(id).success) return null;
  const [row] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ payload: string; bytes: number }[]>`
      SELECT left(payload::text, 131072) AS payload, octet_length(payload::text) AS bytes FROM webhook_outbox_entries WHERE id = ${BigInt(id)}`,
  );
  if (!row) return null;
  const payload = redactPayload(row.payload);
  return { ...payload, bytes: row.bytes, truncated: payload.truncated || row.bytes > 131_072 };
}
