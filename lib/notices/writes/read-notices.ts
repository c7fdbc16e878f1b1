import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Writes down that a person has seen these notices. @returns how many were new to them */
export async function readNotices(tx: ConsoleTransaction, personId: string, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO notice_reads (person_id, notice_id) SELECT ${personId}::uuid, unnest(${[...ids]}::uuid[])
    ON CONFLICT DO NOTHING`;
}
