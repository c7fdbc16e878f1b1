import "server-only";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import type { Seen } from "../rules/stretch";
import type { ProbeName } from "../shapes";

/** Longer than any claim that is made of samples, which is ten minutes, and a silence. */
const lookBackMinutes = 15;

export type SeenSample = Seen & { sampledAt: Date; detail: string | null };

/**
 * A probe's samples of the last fifteen minutes, newest first, with their ages by database time. It takes no actor: emergency access
 * is decided by it before anybody is known.
 * @param database a transaction, to see what it has just written
 */
export async function listSeen(
  probe: ProbeName,
  database: Pick<ConsoleTransaction, "$queryRaw"> = consoleDb(),
): Promise<SeenSample[]> {
  return database.$queryRaw<SeenSample[]>`
    SELECT status, detail, sampled_at AS "sampledAt",
           greatest(extract(epoch FROM now() - sampled_at) * 1000, 0)::float8 AS "ageMs"
      FROM probe_samples
     WHERE probe = ${probe} AND sampled_at > now() - make_interval(mins => ${lookBackMinutes}) AND sampled_at <= now()
     ORDER BY sampled_at DESC, id DESC`;
}
