import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { fadesAfterHours, type SignalKind } from "../shapes";

export type KnownSignal = { kind: SignalKind; subject: string; stands: boolean };

/** One signal, whether it still stands or not. */
export async function findSignal(_actor: Actor, id: string): Promise<KnownSignal | null> {
  const [row] = await consoleDb().$queryRaw<KnownSignal[]>`
    SELECT kind, subject, state = 'raised' AND heard_at > now() - make_interval(hours => ${fadesAfterHours}) AS stands
      FROM signals WHERE id = ${id}::uuid`;
  return row ?? null;
}
