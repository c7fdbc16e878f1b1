import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { dead } from "@/lib/deliveries/queries/columns";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { Prisma } from "@/lib/generated/identity-provider/client";
import type { ClaimedRow, FoundRow } from "../rules/settle";
import type { NextRow, OnTheWay } from "./advance";

/** Of a single row, where an index makes that cheap: a later event of the same subject has arrived at the same relying party. */
const superseded = Prisma.sql`
  (e.subject IS NOT NULL AND EXISTS (
     SELECT FROM webhook_outbox_entries l
      WHERE l.oauth_application_id = e.oauth_application_id AND l.subject = e.subject AND l.id > e.id AND l.delivered_at IS NOT NULL))`;

const joined = (list: readonly string[]): string => list.join(",");

export type RowNow = {
  id: string;
  asFrozen: boolean;
  superseded: boolean;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  dlqAt: string | null;
};

/** Longer errors are kept cut: one row must not fill the evidence. */
const errorKept = 10_000;

/** What the rows of a chunk say just before they are touched, and until when they may be, by the IdP's clock. */
export async function readBeforeTouch(
  _actor: SystemActor,
  rows: readonly NextRow[],
  { deadlineMs, lookForSuperseded }: { deadlineMs: number; lookForSuperseded: boolean },
): Promise<{ rows: RowNow[]; deadlineAt: string }> {
  const [ids, versions] = [joined(rows.map(({ id }) => id)), joined(rows.map(({ rowVersion }) => rowVersion))];
  const found = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<(RowNow & { deadlineAt: string })[]>`
      SELECT w.id::text AS id, coalesce(${dead} AND e.updated_at::text = w.version, false) AS "asFrozen",
             ${lookForSuperseded ? superseded : Prisma.sql`false`} AS superseded, coalesce(e.attempts, 0) AS attempts,
             e.last_status AS "lastStatus", left(e.last_error, ${errorKept}) AS "lastError", e.dlq_at::text AS "dlqAt",
             ((statement_timestamp() AT TIME ZONE 'UTC') + ${deadlineMs} * interval '1 millisecond')::text AS "deadlineAt"
        FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${versions}, ',')) AS w(id, version)
        LEFT JOIN webhook_outbox_entries e ON e.id = w.id`,
  );
  return { rows: found, deadlineAt: found[0]?.deadlineAt ?? "" };
}

/** Whether an update with this deadline can no longer arrive, by the IdP's own clock. @param graceMs for one that had begun */
export async function isPast(_actor: SystemActor, deadlineAt: string, graceMs: number): Promise<boolean> {
  const [clock] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ past: boolean }[]>`
      SELECT clock_timestamp() AT TIME ZONE 'UTC' > ${deadlineAt}::timestamp + ${graceMs} * interval '1 millisecond' AS past`,
  );
  return clock?.past ?? false;
}

/** What the rows of a chunk say after it. */
export async function readAfterTouch(
  _actor: SystemActor,
  rows: readonly (ClaimedRow & { stamps: readonly string[] })[],
): Promise<Map<string, FoundRow>> {
  const found = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ id: string; rowVersion: string; enqueuedAt: string }[]>`
      SELECT e.id::text AS id, e.updated_at::text AS "rowVersion", to_char(e.enqueued_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "enqueuedAt"
        FROM webhook_outbox_entries e WHERE e.id = ANY(string_to_array(${joined(rows.map(({ id }) => id))}, ',')::bigint[])`,
  );
  const stamps = new Map(rows.map(({ id, stamps: own }) => [id, own]));
  return new Map(
    found.map(({ id, rowVersion, enqueuedAt }) => [
      id,
      { id, rowVersion, ours: stamps.get(id)?.includes(enqueuedAt) ?? false },
    ]),
  );
}

export type SeenOutcome = {
  id: string;
  state: "delivered" | "failed_again" | "skipped_changed";
  attempts: number;
  lastStatus: number | null;
};

/** Of rows on their way those that have got somewhere since: their first attempt ended, or somebody else changed them. */
export async function readOutcomes(_actor: SystemActor, rows: readonly OnTheWay[]): Promise<SeenOutcome[]> {
  const [ids, stamps] = [joined(rows.map(({ id }) => id)), joined(rows.map(({ stamp }) => stamp))];
  const failed = joined(rows.map((row) => String(row.failed)));
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<SeenOutcome[]>`
      SELECT w.id::text AS id, coalesce(e.attempts, 0) AS attempts, e.last_status AS "lastStatus",
             CASE WHEN e.id IS NULL OR e.enqueued_at <> w.stamp THEN 'skipped_changed'
                  WHEN e.delivered_at IS NOT NULL THEN 'delivered' ELSE 'failed_again' END AS state
        FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${stamps}, ',')::timestamp[],
                    string_to_array(${failed}, ',')::boolean[]) AS w(id, stamp, failed)
        LEFT JOIN webhook_outbox_entries e ON e.id = w.id
       WHERE CASE WHEN w.failed THEN e.enqueued_at = w.stamp AND e.delivered_at IS NOT NULL
                  ELSE e.id IS NULL OR e.enqueued_at <> w.stamp OR e.delivered_at IS NOT NULL OR e.dlq_at IS NOT NULL OR e.attempts > 0 END`,
  );
}

/** Whether a relying party is switched on, and how much of what is due there is not ours. @param ours rows that we have put back and nobody took */
export async function readTraffic(
  _actor: SystemActor,
  relyingPartyId: string,
  ours: number,
): Promise<{ switchedOn: boolean; liveDue: number }> {
  const [seen] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ switchedOn: boolean; due: number }[]>`
      SELECT a.webhook_enabled AS "switchedOn",
             (SELECT count(*)::int FROM (
                SELECT FROM webhook_outbox_entries e
                 WHERE e.oauth_application_id = a.id AND e.delivered_at IS NULL AND e.dlq_at IS NULL
                   AND (e.next_retry_at IS NULL OR e.next_retry_at <= now() AT TIME ZONE 'UTC') LIMIT ${ours + 1_000}) due) AS due
        FROM oauth_applications a WHERE a.id = ${BigInt(relyingPartyId)}`,
  );
  return seen
    ? { switchedOn: seen.switchedOn, liveDue: Math.max(0, seen.due - ours) }
    : { switchedOn: false, liveDue: 0 };
}

/**
 * Whether what arrived can be asked by subject at once: without an index, one look at a later event would read the whole table. An index
 * of the dead alone is of no use for that.
 */
export async function subjectIsIndexed(_actor: SystemActor): Promise<boolean> {
  const [found] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ indexed: boolean }[]>`
      SELECT EXISTS (SELECT FROM pg_index i
                       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey[0:1]) AND a.attname = 'subject'
                      WHERE i.indrelid = to_regclass('webhook_outbox_entries') AND i.indisvalid
                        AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = '(delivered_at IS NOT NULL)')) AS indexed`,
  );
  return found?.indexed ?? false;
}
