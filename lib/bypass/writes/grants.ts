import "server-only";
import type { Role } from "@/lib/access/roles";
import type { ConsoleTransaction } from "@/lib/core/db";
import { type Ending, grantMinutes, type Opener, type OpeningFactor } from "../shapes";

export type NewGrant = {
  id: string;
  personId: string;
  enrolmentId: string;
  secretHash: string;
  roles: readonly Role[];
  factor: OpeningFactor;
  opener: Opener;
  reason: string;
  incident: string | null;
  agentFamily: string;
};

/** Held until the transaction ends: openings happen one after the other, so that they can be counted. */
export async function holdTheDoor(tx: ConsoleTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('sallyport bypass'))`;
}

/** How many others are in now. Only while the door is held. */
export async function countLiveGrants(tx: ConsoleTransaction, besides: string): Promise<number> {
  const [counted] = await tx.$queryRaw<{ live: number }[]>`
    SELECT count(*)::int AS live FROM bypass_grants
     WHERE ended_at IS NULL AND expires_at > now() AND NOT drill AND person_id <> ${besides}::uuid`;
  return counted?.live ?? 0;
}

/** The person's grant that has not ended yet, expired or not: a new one takes its place. */
export async function findOpenGrantOf(tx: ConsoleTransaction, personId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM bypass_grants WHERE person_id = ${personId}::uuid AND ended_at IS NULL FOR UPDATE`;
  return row?.id ?? null;
}

/** @returns when it expires, by the database's clock; null when that very opening has been used before */
export async function openGrant(tx: ConsoleTransaction, grant: NewGrant): Promise<Date | null> {
  const { id, personId, enrolmentId, secretHash, roles, factor, opener, reason, incident, agentFamily } = grant;
  const [opened] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO bypass_grants (id, person_id, enrolment_id, secret_hash, roles, factor, opener, reason, incident, agent_family, drill,
                               expires_at)
    VALUES (${id}::uuid, ${personId}::uuid, ${enrolmentId}::uuid, ${secretHash}, ${[...roles]}, ${factor}, ${opener}, ${reason},
            ${incident}, ${agentFamily}, ${opener === "drill"}, now() + make_interval(mins => ${grantMinutes}))
    ON CONFLICT (id) DO NOTHING
    RETURNING expires_at AS "expiresAt"`;
  return opened?.expiresAt ?? null; // guard: one-use-opening
}

export type EndedGrant = {
  id: string;
  personId: string;
  personName: string;
  reason: string;
  incident: string | null;
  drill: boolean;
};

/**
 * Ends a grant, once. A drill that its own person ended stamps the enrolment: that person has been through all of it.
 * @returns null when it had ended before
 */
export async function endGrant(
  tx: ConsoleTransaction,
  { id, because, endedBy }: { id: string; because: Ending; endedBy: string | null },
): Promise<EndedGrant | null> {
  const [ended] = await tx.$queryRaw<EndedGrant[]>`
    UPDATE bypass_grants g SET ended_at = now(), ended_because = ${because}, ended_by = ${endedBy}::uuid
      FROM people p
     WHERE g.id = ${id}::uuid AND g.ended_at IS NULL AND p.id = g.person_id
    RETURNING g.id::text, g.person_id::text AS "personId", p.name AS "personName", g.reason, g.incident, g.drill`;
  if (!ended) return null;
  if (ended.drill && because === "hand" && endedBy === ended.personId)
    await tx.$executeRaw`
      UPDATE bypass_enrolments SET drilled_at = now(), drill_until = NULL WHERE person_id = ${ended.personId}::uuid AND ended_at IS NULL`;
  return ended;
}
