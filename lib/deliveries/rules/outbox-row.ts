import type { DeliveryRow } from "../shapes";
import { causeOfRow } from "./refine";

/** A line of the list by the names that the IdP's own table has, with the cause that our rules tell of a dead one. No payload is in it. */
export const outboxRow = (row: DeliveryRow) => ({
  id: row.id,
  oauth_application_id: row.relyingPartyId,
  event_type: row.eventType,
  subject: row.subject,
  attempts: row.attempts,
  last_status: row.lastStatus,
  last_error: row.lastError,
  enqueued_at: row.enqueuedAt,
  dlq_at: row.dlqAt,
  delivered_at: row.deliveredAt,
  cause: row.dlqAt !== null && row.deliveredAt === null ? causeOfRow(row) : null,
});
