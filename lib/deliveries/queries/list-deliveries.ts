import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { readCursor, writeCursor } from "../rules/cursor";
import { sortedBy } from "../rules/state";
import type { DeliveryFilter, DeliveryPage, DeliveryRow, DeliveryState } from "../shapes";
import { dead, rowColumns } from "./columns";
import { onIdentityDatabase } from "./identity-database";

export const pageSize = 50;

const conditions: Record<DeliveryState, Prisma.Sql> = {
  dead,
  pending: Prisma.sql`e.dlq_at IS NULL AND e.delivered_at IS NULL`,
  delivered: Prisma.sql`e.delivered_at IS NOT NULL`,
};
const sortColumns: Record<DeliveryState, Prisma.Sql> = {
  dead: Prisma.sql`e.dlq_at`,
  pending: Prisma.sql`e.enqueued_at`,
  delivered: Prisma.sql`e.delivered_at`,
};

/**
 * One page of deliveries, newest first, without payloads. Paged by row comparison: page 10,000 costs what page 1 costs.
 * @refuses not_allowed for people who may see counts only
 */
export async function listDeliveries(actor: Actor, filter: DeliveryFilter): Promise<DeliveryPage> {
  if (actor.kind !== "system" && !hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  const sort = sortColumns[filter.state];
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<DeliveryRow[]>`
      SELECT ${rowColumns}
        FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
       WHERE ${Prisma.join([conditions[filter.state], ...narrowed(filter)], " AND ")}
       ORDER BY ${sort} DESC, e.id DESC LIMIT ${pageSize + 1}`,
  );
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const next = rows.length > pageSize && last ? writeCursor({ at: sortedBy(last, filter.state), id: last.id }) : null;
  return { rows: page, next };
}

function narrowed(filter: DeliveryFilter): Prisma.Sql[] {
  const parts: Prisma.Sql[] = [];
  if (filter.app) parts.push(Prisma.sql`e.oauth_application_id = ${BigInt(filter.app)}`);
  if (filter.event) parts.push(Prisma.sql`e.event_type = ${filter.event}`);
  if (filter.status === "none") parts.push(Prisma.sql`e.last_status IS NULL`);
  else if (filter.status) parts.push(Prisma.sql`e.last_status = ${Number(filter.status)}`);
  if (filter.q) parts.push(searched(filter.q));
  const place = readCursor(filter.cursor);
  if (place)
    parts.push(Prisma.sql`(${sortColumns[filter.state]}, e.id) < (${place.at}::timestamp, ${BigInt(place.id)})`);
  return parts;
}

/** An id, a subject, an idempotency key or a piece of the error text; wildcards in it mean themselves. */
function searched(text: string): Prisma.Sql {
  const literal = `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  const byId = /^\d{1,18}$/.test(text) ? Prisma.sql`e.id = ${BigInt(text)} OR ` : Prisma.empty;
  return Prisma.sql`(${byId}e.subject = ${text} OR e.idempotency_key = ${text} OR e.last_error ILIKE ${literal})`;
}
