import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import type { OpenGrant } from "../rules/ending";

export type DatedGrant = OpenGrant & { id: string; personId: string; personName: string; warned: boolean };

/** Every grant that has not ended, expired or not, by the database's clock. @param database the transaction that will end some */
export async function listOpenGrants(
  _actor: SystemActor,
  database: Pick<ConsoleTransaction, "$queryRaw"> = consoleDb(),
): Promise<DatedGrant[]> {
  return database.$queryRaw<DatedGrant[]>`
    SELECT g.id::text, g.person_id::text AS "personId", p.name AS "personName", g.drill, g.expires_at <= now() AS expired,
           (extract(epoch FROM now() - g.opened_at) * 1000)::float8 AS "openForMs", g.warned_at IS NOT NULL AS warned
      FROM bypass_grants g JOIN people p ON p.id = g.person_id
     WHERE g.ended_at IS NULL ORDER BY g.opened_at, g.id`;
}
