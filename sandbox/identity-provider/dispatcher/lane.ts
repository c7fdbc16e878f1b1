import type { Pool } from "pg";
import { type ClaimedEntry, claimDue, type Destination, findSigningKeys, writeOutcome } from "./outbox";
import { postWebhook } from "./post";
import type { SigningKey } from "./sign";
import { type Attempt, judge } from "./verdict";

export type LaneOptions = {
  /** How long a relying party may take. */
  timeoutMs: number;
  /** Rows under way at once, per relying party. */
  atOnce: number;
  signal: AbortSignal;
};

const LEASE_SLACK_SECONDS = 5;

/** Sends what is due to one relying party until nothing is left. A slow one holds up nobody but itself. */
export async function runLane(pool: Pool, destination: Destination, options: LaneOptions): Promise<void> {
  const leaseSeconds = options.timeoutMs / 1000 + LEASE_SLACK_SECONDS;
  while (!options.signal.aborted) {
    const entries = await claimDue(pool, destination.id, options.atOnce, leaseSeconds);
    if (entries.length === 0) return;
    const keys = await findSigningKeys(pool, destination.id);
    await Promise.all(entries.map((entry) => attempt(pool, destination, entry, keys, options)));
  }
}

async function attempt(
  pool: Pool,
  destination: Destination,
  entry: ClaimedEntry,
  keys: SigningKey[],
  options: LaneOptions,
): Promise<void> {
  const key = entry.signing_kid === null ? keys[0] : keys.find(({ kid }) => kid === entry.signing_kid);
  const made = key ? await postWebhook(destination.webhook_url, entry, key, options) : unsigned(entry);
  if (made) await writeOutcome(pool, entry, made, judge(made, entry.attempts + 1));
}

/** Never sent: better late than signed by a key that was taken back. */
function unsigned(entry: ClaimedEntry): Attempt {
  return { status: null, error: `SigningKeyUnavailable: ${entry.signing_kid ?? "no active key"}` };
}
