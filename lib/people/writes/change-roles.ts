import "server-only";
import type { Role } from "@/lib/access/roles";
import type { ConsoleTransaction } from "@/lib/core/db";
import { readStandings } from "../queries/standings";
import { changesOfBlock, changesOfGrant } from "../rules/standing";
import type { Standing } from "../shapes";

/** Any fixed number that nobody else locks. */
const rolesLock = 7255462;

/** Until commit nobody else changes roles: two admins who lock each other out at once must not both succeed. */
export async function lockRoles(tx: ConsoleTransaction): Promise<Standing[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${rolesLock}::bigint)`;
  return readStandings(tx);
}

export type RoleChange = { role: Role; requestId: string | null };

/** Gives somebody a role: their block of it ends, and a grant begins where Clerk does not give it anyway. */
export async function grantRole(tx: ConsoleTransaction, person: Standing, change: RoleChange): Promise<void> {
  const { endBlock, addGrant } = changesOfGrant(person, change.role);
  const { role, requestId } = change;
  if (endBlock) {
    await tx.$executeRaw`
      UPDATE role_blocks SET ended_at = now() WHERE person_id = ${person.id}::uuid AND role = ${role} AND ended_at IS NULL`;
  }
  if (addGrant) await tx.roleGrant.create({ data: { personId: person.id, role, requestId } });
}

/** Takes a role from somebody, whatever Clerk says: their grant of it ends, and a block begins. */
export async function blockRole(tx: ConsoleTransaction, person: Standing, change: RoleChange): Promise<void> {
  const { endGrant, addBlock } = changesOfBlock(person, change.role);
  const { role, requestId } = change;
  if (endGrant) {
    await tx.$executeRaw`
      UPDATE role_grants SET ended_at = now() WHERE person_id = ${person.id}::uuid AND role = ${role} AND ended_at IS NULL`;
  }
  if (addBlock) await tx.roleBlock.create({ data: { personId: person.id, role, requestId } });
}
