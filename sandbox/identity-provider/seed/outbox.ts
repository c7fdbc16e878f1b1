import { readFile } from "node:fs/promises";
import type { ClientBase } from "pg";
import type { RelyingParty } from "../../relying-parties/relying-party";
import { ROSTER } from "../../relying-parties/roster";
import { seededActiveKid, webhookKid } from "./keys";

export const PEOPLE = 8_000;

export type OutboxOrder = { dead: number; pending: number; delivered: number };

/** What the seed holds: the roster's own numbers. */
export const SEEDED: OutboxOrder = {
  dead: total((party) => party.rows.dead),
  pending: total((party) => party.rows.pending),
  delivered: total((party) => party.rows.delivered),
};

/**
 * Adds rows spread over the relying parties, their failures and their times as life does.
 * @param firstRow number of the first row; the same number is the same row in every sandbox
 * @param anchor the "now" of the rows, as a timestamp in UTC
 */
export async function addOutboxRows(
  client: ClientBase,
  { firstRow, anchor, order }: { firstRow: number; anchor: string; order: OutboxOrder },
): Promise<void> {
  const sql = await readFile(new URL("./outbox.sql", import.meta.url), "utf8");
  await client.query(sql, [
    firstRow,
    order.dead,
    order.pending,
    order.delivered,
    anchor,
    PEOPLE,
    JSON.stringify(ROSTER.map(partyRow)),
    boundsOf(ROSTER.map((party) => party.rows.dead)),
    boundsOf(ROSTER.map((party) => party.rows.pending)),
    boundsOf(ROSTER.map((party) => party.rows.delivered)),
    JSON.stringify(ROSTER.flatMap(failureRows)),
  ]);
}

function partyRow(party: RelyingParty, position: number) {
  const generation = party.keys.indexOf("active") + 1;
  return {
    position,
    id: party.id,
    enabled: party.webhookEnabled,
    from_hours: party.died.fromHours,
    to_hours: party.died.toHours,
    died_alone: party.diedAlone ?? false,
    failure_bounds: boundsOf(party.failures.map((failure) => failure.share)),
    active_kid: seededActiveKid(party),
    previous_kid: generation > 1 ? webhookKid(party.slug, generation - 1) : null,
  };
}

function failureRows(party: RelyingParty, partyPosition: number) {
  return party.failures.map((failure, position) => ({
    party: partyPosition,
    position,
    status: failure.status,
    least_attempts: failure.attempts[0],
    most_attempts: failure.attempts[1],
    error: failure.error,
  }));
}

/** Where each share but the last ends, from 0 to 1: the thresholds of `width_bucket`. */
function boundsOf(shares: readonly number[]): number[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let reached = 0;
  return shares.slice(0, -1).map((share) => {
    reached += share;
    return reached / whole;
  });
}

function total(count: (party: RelyingParty) => number): number {
  return ROSTER.reduce((sum, party) => sum + count(party), 0);
}
