import { createHash, randomBytes, randomUUID } from "node:crypto";
import { agentFamily } from "@/lib/access/agent-family";
import { grantCookie, sealGrantTicket } from "@/lib/access/grant-ticket";
import type { Query } from "./reviews";
import { world } from "./world";

/** The browser in which tests over HTTP hold theirs. */
export const grantAgent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36";

type Wanted = {
  email: string;
  roles?: readonly string[];
  /** Seconds until it expires; negative for one that has. */
  secondsLeft?: number;
  drill?: boolean;
  agent?: string;
};

/** The open enrolment of a person, made where there is none. @returns its id */
export async function enrolled(query: Query, email: string): Promise<string> {
  const [known] = await query<{ id: string }>(
    "SELECT e.id::text FROM bypass_enrolments e JOIN people p ON p.id = e.person_id WHERE p.email = $1 AND e.ended_at IS NULL",
    [email],
  );
  if (known) return known.id;
  const [made] = await query<{ id: string }>(
    "INSERT INTO bypass_enrolments (id, person_id, drilled_at) SELECT gen_random_uuid(), id, now() FROM people WHERE email = $1 RETURNING id::text",
    [email],
  );
  if (!made) throw new Error(`${email} is nobody here`);
  return made.id;
}

/** A grant that somebody holds, as if it had been opened by probes. @returns its id, and what its holder's browser sends */
export async function heldGrant(
  query: Query,
  { email, roles, secondsLeft = 3_600, drill = false, agent = "" }: Wanted,
): Promise<{ id: string; cookie: string; value: string; personId: string; secret: string }> {
  const enrolmentId = await enrolled(query, email);
  await query(
    "UPDATE bypass_grants SET ended_at = now(), ended_because = 'hand' WHERE ended_at IS NULL AND person_id = (SELECT id FROM people WHERE email = $1)",
    [email],
  );
  const [id, secret] = [randomUUID(), randomBytes(32).toString("base64url")];
  const [made] = await query<{ personId: string; expiresAt: string | Date }>(
    `INSERT INTO bypass_grants (id, person_id, enrolment_id, secret_hash, roles, factor, opener, reason, incident, agent_family, drill,
                                opened_at, expires_at)
     SELECT $1, p.id, $2, $3, coalesce($4, s.roles), 'code', $5, 'Clerk answers nobody.', NULL, $6, $7,
            now() + make_interval(secs => $8) - interval '1 hour', now() + make_interval(secs => $8)
       FROM people p LEFT JOIN role_snapshots s ON s.person_id = p.id WHERE p.email = $9
     RETURNING person_id::text AS "personId", expires_at AS "expiresAt"`,
    [
      id,
      enrolmentId,
      createHash("sha256").update(secret).digest("hex"),
      roles ?? null,
      drill ? "drill" : "probes",
      agentFamily(agent),
      drill,
      secondsLeft,
      email,
    ],
  );
  if (!made) throw new Error(`${email} is nobody here`);
  const key = world().env.product.GRANT_SIGNING_KEY ?? "";
  const value = sealGrantTicket({ grantId: id, secret, expiresAt: new Date(made.expiresAt) }, key);
  return { id, cookie: `${grantCookie}=${value}`, value, personId: made.personId, secret };
}

/** Takes away every grant, attempt and review of one. */
export async function forgetGrants(query: Query): Promise<void> {
  await query("DELETE FROM reviews WHERE subject_kind = 'grant'", []);
  await query("DELETE FROM bypass_grants", []);
  await query("DELETE FROM bypass_attempts", []);
}
