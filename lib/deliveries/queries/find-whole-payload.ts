import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { openPayload } from "../rules/redact";
import { onIdentityDatabase } from "./identity-database";

/**
 * A delivery's payload with nothing masked, as inert text, its first 64 KiB; null when there is no such row. Only for the operation that
 * is recorded.
 * @refuses not_allowed for people who may see counts only
 */
export async function findWholePayload(actor: Actor, id: string): Promise<string | null> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: whole-payload
  const [row] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ payload: string }[]>`
      SELECT left(payload::text, 131072) AS payload FROM webhook_outbox_entries WHERE id = ${BigInt(id)}`,
  );
  return row ? openPayload(row.payload) : null;
}
