import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

export type NewRevocation = {
  requestId: string;
  /** Of one customer; null for everyone. */
  userId: string | null;
  exceptUsers: readonly string[];
  /** Null: the moment in which it begins. */
  begunBefore: string | null;
  usersTotal: number;
  callsPerSecond: number;
};

/** @returns false while there is another one of everyone, or of that person: of two at once, one begins */
export async function beginRevocation(tx: ConsoleTransaction, wanted: NewRevocation): Promise<boolean> {
  const { requestId, userId, exceptUsers, begunBefore, usersTotal, callsPerSecond } = wanted;
  const begun = await tx.$executeRaw`
    INSERT INTO session_revocations (request_id, scope, user_id, except_users, begun_before, state, phase, users_total, calls_per_second)
    VALUES (${requestId}::uuid, ${userId === null ? "everyone" : "person"}, ${userId}, ${[...exceptUsers]},
            least(coalesce(${begunBefore}::timestamptz, now()), now()), 'running', ${userId === null ? "canary" : "sweep"},
            ${usersTotal}, ${callsPerSecond})
    ON CONFLICT DO NOTHING`;
  return begun === 1; // guard: revocation-collision
}
