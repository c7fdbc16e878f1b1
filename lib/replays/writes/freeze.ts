import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { readHash } from "../queries/set-hash";

export type FrozenBatch = { relyingPartyId: string; ids: string; versions: string; dlqAts: string };

/** @param lastsMs how long the transaction may take: for so long it may wait for the IdP's database, too, without a statement of its own */
export async function beginSet(tx: ConsoleTransaction, lastsMs: number): Promise<string> {
  const id = randomUUID();
  await tx.$executeRaw`SELECT set_config('idle_in_transaction_session_timeout', ${`${lastsMs}`}, true)`;
  await tx.$executeRaw`INSERT INTO replay_sets (id, rows, hash) VALUES (${id}::uuid, 0, '')`;
  return id;
}

/** Writes down rows that lie as lists joined by commas, so that a hundred thousand are a few statements. */
export async function addToSet(
  tx: ConsoleTransaction,
  set: string,
  { relyingPartyId, ids, versions, dlqAts }: FrozenBatch,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO replay_rows (set_id, delivery_id, relying_party_id, row_version, dlq_at, state)
    SELECT ${set}::uuid, w.id, ${BigInt(relyingPartyId)}, w.version, w.dlq_at, 'remaining'
      FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${versions}, ','), string_to_array(${dlqAts}, ',')::timestamp[])
           AS w(id, version, dlq_at)`;
}

/** Of rows that a later event has overtaken those that are in the set are skipped from the begin. @param ids joined by commas */
export async function skipSuperseded(tx: ConsoleTransaction, set: string, ids: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE replay_rows SET state = 'skipped_superseded'
     WHERE set_id = ${set}::uuid AND delivery_id = ANY(string_to_array(${ids}, ',')::bigint[])`;
}

/** Part of a set that was asked for, for a counter-offer: nothing in it that was not in the first. */
export async function copyPart(
  tx: ConsoleTransaction,
  from: string,
  { to, atMost, relyingParties }: { to: string; atMost: number; relyingParties: readonly string[] | null },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO replay_rows (set_id, delivery_id, relying_party_id, row_version, dlq_at, state)
    SELECT ${to}::uuid, delivery_id, relying_party_id, row_version, dlq_at, state FROM replay_rows
     WHERE set_id = ${from}::uuid
       AND (${relyingParties === null} OR relying_party_id = ANY(${(relyingParties ?? []).map(BigInt)}::bigint[]))
     ORDER BY dlq_at, delivery_id LIMIT ${Math.min(atMost, 2_147_483_647)}`;
}

/** Counts it and hashes it, as the request's digest covers it. */
export async function sealSet(tx: ConsoleTransaction, set: string): Promise<{ rows: number; hash: string }> {
  const { rows, hash } = await readHash(tx, set);
  await tx.$executeRaw`UPDATE replay_sets SET rows = ${rows}, hash = ${hash} WHERE id = ${set}::uuid`;
  return { rows, hash };
}

/** Takes a piece of a set away. @returns whether that was the last of it */
export async function dropPart(tx: ConsoleTransaction, set: string): Promise<boolean> {
  if ((await dropRows(tx, set)) === droppedAtOnce) return false;
  await tx.$executeRaw`DELETE FROM replay_sets WHERE id = ${set}::uuid`;
  return true;
}

const droppedAtOnce = 20_000;

function dropRows(tx: ConsoleTransaction, set: string): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM replay_rows WHERE set_id = ${set}::uuid AND delivery_id IN (
      SELECT delivery_id FROM replay_rows WHERE set_id = ${set}::uuid ORDER BY delivery_id LIMIT ${droppedAtOnce})`;
}

/** A set that no request can run any more is kept for a day, and taken away in pieces: a large one would hold the sweep up. */
const forgottenAfterHours = 24;

/** Takes away what was frozen for a request that was denied, has expired, or never came to be. @returns rows and sets */
export async function forgetSets(tx: ConsoleTransaction): Promise<number> {
  const [idle] = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.id::text AS id FROM replay_sets s
     WHERE s.frozen_at < now() - make_interval(hours => ${forgottenAfterHours})
       AND NOT EXISTS (SELECT FROM replays p WHERE p.set_id = s.id)
       AND NOT EXISTS (SELECT FROM action_requests r
                        WHERE r.operation = 'delivery.replay' AND r.target_text LIKE '%' || s.id || '%'
                          AND r.state IN ('draft', 'proved', 'awaiting_approval', 'ready', 'running', 'unknown'))
     ORDER BY s.frozen_at LIMIT 1`; // guard: set-in-use
  if (!idle) return 0;
  const rows = await dropRows(tx, idle.id);
  if (rows === droppedAtOnce) return rows;
  return rows + (await tx.$executeRaw`DELETE FROM replay_sets WHERE id = ${idle.id}::uuid`);
}
