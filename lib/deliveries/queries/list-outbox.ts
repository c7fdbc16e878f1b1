import "server-only";
import type { Actor } from "@/lib/access/actor";
import { Refused } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { readCursor } from "../rules/cursor";
import { type OutboxRow, outboxRow } from "../rules/outbox-row";
import { deliveryFilter, type OutboxQuery } from "../shapes";
import { listDeliveries } from "./list-deliveries";

/**
 * Deliveries as the public API lists them: the page's own list, by the names of the IdP's table.
 * @refuses not_allowed for people who may see counts only; invalid_input for a cursor that was meddled with
 */
export async function listOutbox(
  actor: Actor,
  { status, oauth_application_id: app, event_type: event, cause, q = "", cursor, limit }: OutboxQuery,
): Promise<{ data: OutboxRow[]; nextCursor: string | null }> {
  if (cursor !== undefined && readCursor(cursor) === null)
    throw new Refused({ code: "invalid_input", facts: { fields: "cursor" } });
  const search = cause === undefined ? q : `${q} cause:${cause}`;
  const filter = deliveryFilter.safeParse({ state: status, app, event, q: search, cursor });
  if (!filter.success) throw new Refused({ code: "invalid_input", facts: { fields: wrongFields(filter.error) } });
  const { rows, next } = await listDeliveries(actor, filter.data, limit);
  return { data: rows.map(outboxRow), nextCursor: next };
}
