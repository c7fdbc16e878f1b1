import "server-only";
import { Prisma } from "@/lib/generated/identity-provider/client";

/** The IdP's instants have no zone and are UTC; they leave the database as ISO text, since a JS Date would lose microseconds. */
const iso = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** The columns of a list line. */
export const rowColumns = Prisma.sql`
  e.id::text AS id, e.oauth_application_id::text AS "relyingPartyId", a.name AS "relyingPartyName", e.event_type AS "eventType", e.subject,
  e.attempts, e.last_status AS "lastStatus", left(e.last_error, 1000) AS "lastError", to_char(e.enqueued_at, ${iso}) AS "enqueuedAt",
  to_char(e.dlq_at, ${iso}) AS "dlqAt", to_char(e.delivered_at, ${iso}) AS "deliveredAt"`;

/** The further columns of one delivery. */
export const detailColumns = Prisma.sql`
  e.idempotency_key AS "idempotencyKey", e.signing_kid AS "signingKid", to_char(e.next_retry_at, ${iso}) AS "nextRetryAt",
  to_char(e.created_at, ${iso}) AS "createdAt", to_char(e.updated_at, ${iso}) AS "updatedAt", e.updated_at::text AS "rowVersion",
  a.webhook_enabled AS "webhookEnabled"`;

/** The one predicate of "dead", as the indexes have it. */
export const dead = Prisma.sql`e.dlq_at IS NOT NULL AND e.delivered_at IS NULL`;
