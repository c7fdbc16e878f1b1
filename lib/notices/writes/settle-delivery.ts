import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { isLastAttempt, pauseAfterMs } from "../rules/retry";
import type { AttemptResult, Channel } from "../shapes";

type Held = { deliveryId: string; lease: string };
export type Settled = {
  state: "pending" | "sent" | "dead";
  channel: Channel;
  attempts: number;
  /** The place of the last notice that got out by this channel: it names the trouble that has lasted since. */
  workedUntil: string;
};

/**
 * Writes down how an attempt ended, and when the next one is due.
 * @returns null when the lease is somebody else's by now: what a stopped and woken worker has to say is too late
 */
export async function settleDelivery(
  tx: ConsoleTransaction,
  { deliveryId, lease }: Held,
  result: AttemptResult,
): Promise<Settled | null> {
  const [held] = await tx.$queryRaw<Omit<Settled, "state">[]>`
    SELECT d.channel, d.attempts,
           (SELECT coalesce(max(s.place), 0) FROM notice_deliveries s WHERE s.channel = d.channel AND s.state = 'sent')::text AS "workedUntil"
      FROM notice_deliveries d
     WHERE d.id = ${deliveryId}::uuid AND d.lease = ${lease}::uuid AND d.state = 'pending' FOR UPDATE OF d`; // guard: lease
  if (!held) return null;
  if (result.state === "sent") {
    await tx.$executeRaw`
      UPDATE notice_deliveries SET state = 'sent', sent_at = now(), lease = NULL, leased_until = NULL, last_error = NULL, last_detail = NULL
       WHERE id = ${deliveryId}::uuid`;
    return { ...held, state: "sent" };
  }
  const { error, detail, retryAfterSeconds } = result;
  const dead = isLastAttempt(error, held.attempts);
  const pauseSeconds = pauseAfterMs(held.attempts, retryAfterSeconds, Math.random()) / seconds(1);
  await tx.$executeRaw`
    UPDATE notice_deliveries
       SET state = CASE WHEN ${dead} THEN 'dead' ELSE 'pending' END, dead_at = CASE WHEN ${dead} THEN now() END, lease = NULL,
           leased_until = NULL, last_error = ${error}, last_detail = ${detail},
           next_attempt_at = now() + make_interval(secs => ${pauseSeconds})
     WHERE id = ${deliveryId}::uuid`;
  return { ...held, state: dead ? "dead" : "pending" };
}
