import "server-only";
import { Prisma } from "@/lib/generated/identity-provider/client";

/** The IdP's instants have no zone and are UTC; they leave the database as ISO text, since a JS Date would lose microseconds. */
const iso = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** Before the year 1, after 9999 and at infinity no ISO text tells the instant: then it is what the database says. */
const instant = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${column} >= '0001-01-01' AND ${column} < '10000-01-01' THEN to_char(${column}, ${iso}) ELSE ${column}::text END`;

/** The columns of a list line. */
export const rowColumns = Prisma.sql`
  e.id::text AS id, e.oauth_application_id::text AS "relyingPartyId", a.name AS "relyingPartyName", e.event_type AS "eventType", e.subject,
  e.attempts, e.last_status AS "lastStatus", left(e.last_error, 1000) AS "lastError", ${instant(Prisma.sql`e.enqueued_at`)} AS "enqueuedAt",
  ${instant(Prisma.sql`e.dlq_at`)} AS "dlqAt", ${instant(Prisma.sql`e.delivered_at`)} AS "deliveredAt"`;

/** The further columns of one delivery. */
export const detailColumns = Prisma.sql`
  e.idempotency_key AS "idempotencyKey", e.signing_kid AS "signingKid", ${instant(Prisma.sql`e.next_retry_at`)} AS "nextRetryAt",
  ${instant(Prisma.sql`e.created_at`)} AS "createdAt", ${instant(Prisma.sql`e.updated_at`)} AS "updatedAt", e.updated_at::text AS "rowVersion",
  a.webhook_enabled AS "webhookEnabled"`;

/** The one predicate of "dead", as the indexes have it. */
export const dead = Prisma.sql`e.dlq_at IS NOT NULL AND e.delivered_at IS NULL`;
