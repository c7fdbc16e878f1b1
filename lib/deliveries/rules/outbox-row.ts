import type { Cause, DeliveryRow } from "../shapes";
import { causeOfRow } from "./refine";

/** A delivery by the names that the IdP's own table has, with the cause that our rules tell of a dead one. No payload is in it. */
export type OutboxRow = {
  id: string;
  oauth_application_id: string;
  event_type: string;
  subject: string | null;
  attempts: number;
  last_status: number | null;
  last_error: string | null;
  enqueued_at: string;
  dlq_at: string | null;
  delivered_at: string | null;
  cause: Cause | null;
};

export const outboxRow = (row: DeliveryRow): OutboxRow => ({
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
