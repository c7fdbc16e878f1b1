import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { dead } from "@/lib/deliveries/queries/columns";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { Prisma } from "@/lib/generated/identity-provider/client";
import type { ClaimedRow, FoundRow } from "../rules/settle";
import type { OnTheWay } from "./on-the-way";

/** Of a single row, where an index makes that cheap: a later event of the same subject has arrived at the same relying party. */
const superseded = Prisma.sql`
  (e.subject IS NOT NULL AND EXISTS (
     SELECT FROM webhook_outbox_entries l
      WHERE l.oauth_application_id = e.oauth_application_id AND l.subject = e.subject AND l.id > e.id AND l.delivered_at IS NOT NULL))`;

/**
 * What is to be touched, and what it says now, beside what was frozen of it: lists joined by commas and arrays as PostgreSQL writes them,
 * all in one order. They go into our database as they come, so that thousands of rows are a handful of values here.
 */
export type Evidence = { ids: string; versions: string; attempts: string; lastStatuses: string; lastErrors: string };

export type BeforeTouch = {
  /** Null where nothing of it may be touched. */
  claimed: Evidence | null;
  /** Ids of rows that are not as they were frozen, and of those that a later event has overtaken. */
  changed: string;
  superseded: string;
  deadlineAt: string;
};

/** Longer errors are kept cut: one row must not fill the evidence. */
const errorKept = 10_000;

/**
 * What the rows of a chunk say just before they are touched, and until when they may be, by the IdP's clock. OFFSET 0 keeps what became of
 * a row from being worked out anew for every list that it goes into.
 */
export async function readBeforeTouch(
  _actor: SystemActor,
  frozen: { ids: string; versions: string },
  { deadlineMs, lookForSuperseded }: { deadlineMs: number; lookForSuperseded: boolean },
): Promise<BeforeTouch> {
  type Found = Omit<Evidence, "ids" | "versions"> & Omit<BeforeTouch, "claimed">;
  const [found] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Found[]>`
      SELECT (array_agg(attempts) FILTER (WHERE fate = 'claimed'))::text AS attempts,
             (array_agg(last_status) FILTER (WHERE fate = 'claimed'))::text AS "lastStatuses",
             (array_agg(last_error) FILTER (WHERE fate = 'claimed'))::text AS "lastErrors",
             coalesce(string_agg(id::text, ',') FILTER (WHERE fate = 'changed'), '') AS changed,
             coalesce(string_agg(id::text, ',') FILTER (WHERE fate = 'superseded'), '') AS superseded,
             ((statement_timestamp() AT TIME ZONE 'UTC') + ${deadlineMs} * interval '1 millisecond')::text AS "deadlineAt"
        FROM (SELECT w.id, e.attempts, e.last_status, left(e.last_error, ${errorKept}) AS last_error,
                     CASE WHEN (${dead} AND e.updated_at::text = w.version) IS NOT TRUE THEN 'changed'
                          WHEN ${lookForSuperseded ? superseded : Prisma.sql`false`} THEN 'superseded' ELSE 'claimed' END AS fate
                FROM unnest(string_to_array(${frozen.ids}, ',')::bigint[], string_to_array(${frozen.versions}, ',')) WITH ORDINALITY AS w(id, version, place)
                LEFT JOIN webhook_outbox_entries e ON e.id = w.id ORDER BY w.place OFFSET 0) rows`,
  );
  if (!found) throw new Error("an aggregate gave no row");
  const { changed, superseded: overtaken, deadlineAt, ...kept } = found;
  const left = without(frozen, `${changed},${overtaken}`);
  return { changed, superseded: overtaken, deadlineAt, claimed: left.ids === "" ? null : { ...kept, ...left } };
}

/** @param gone ids joined by commas; most often none */
function without(rows: { ids: string; versions: string }, gone: string): { ids: string; versions: string } {
  if (gone === ",") return rows;
  const [not, versions] = [new Set(gone.split(",")), rows.versions.split(",")];
  const kept = rows.ids.split(",").flatMap((id, at) => (not.has(id) ? [] : [[id, versions[at] ?? ""] as const]));
  return { ids: kept.map(([id]) => id).join(","), versions: kept.map(([, version]) => version).join(",") };
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
  const ids = rows.map(({ id }) => id).join(",");
  const found = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ id: string; rowVersion: string; enqueuedAt: string }[]>`
      SELECT e.id::text AS id, e.updated_at::text AS "rowVersion", to_char(e.enqueued_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "enqueuedAt"
        FROM webhook_outbox_entries e WHERE e.id = ANY(string_to_array(${ids}, ',')::bigint[])`,
  );
  const stamps = new Map(rows.map(({ id, stamps: own }) => [id, own]));
  return new Map(
    found.map(({ id, rowVersion, enqueuedAt }) => [
      id,
      { id, rowVersion, ours: stamps.get(id)?.includes(enqueuedAt) ?? false },
    ]),
  );
}

/**
 * Of rows on their way those that have got somewhere since: their first attempt ended, or somebody else changed them.
 * @returns JSON that our database takes as it is; null where none has
 */
export async function readOutcomes(
  _actor: SystemActor,
  { ids, stamps, failed }: Pick<OnTheWay, "ids" | "stamps" | "failed">,
): Promise<string | null> {
  const [seen] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ outcomes: string | null }[]>`
      SELECT json_agg(json_build_object('id', w.id, 'failed', w.failed, 'attempts', coalesce(e.attempts, 0), 'lastStatus', e.last_status,
               'state', CASE WHEN e.id IS NULL OR e.enqueued_at <> w.stamp THEN 'skipped_changed'
                             WHEN e.delivered_at IS NOT NULL THEN 'delivered' ELSE 'failed_again' END))::text AS outcomes
        FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${stamps}, ',')::timestamp[],
                    string_to_array(${failed}, ',')::boolean[]) AS w(id, stamp, failed)
        LEFT JOIN webhook_outbox_entries e ON e.id = w.id
       WHERE CASE WHEN w.failed THEN e.enqueued_at = w.stamp AND e.delivered_at IS NOT NULL
                  ELSE e.id IS NULL OR e.enqueued_at <> w.stamp OR e.delivered_at IS NOT NULL OR e.dlq_at IS NOT NULL OR e.attempts > 0 END`,
  );
  return seen?.outcomes ?? null;
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
