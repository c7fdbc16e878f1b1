import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import type { Proof } from "../rules/catalogue";
import type { PrintedProof } from "../rules/printed";

export type TableProof = Exclude<Proof, PrintedProof>;

/** Whether the identity provider's own tables show that a task was done. @returns null where they could not be asked */
export async function isShownByTables(
  _actor: Actor,
  proof: TableProof,
  given: readonly string[],
): Promise<boolean | null> {
  const answer = await askDatabase(
    () => identityProviderRead().$queryRaw<{ shown: boolean }[]>`SELECT ${questions[proof](given)} AS shown`,
  );
  return answer.ok ? (answer.value[0]?.shown ?? false) : null;
}

const webhookKey = (state: string, [app = "0", kid]: readonly string[]): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT FROM webhook_signing_keys WHERE oauth_application_id = ${BigInt(app)} AND state = ${state}
                        AND ${kid === undefined ? Prisma.sql`true` : Prisma.sql`kid = ${kid}`})`;

const tokenKey = (state: string, [kid]: readonly string[]): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT FROM signing_keys WHERE state = ${state}
                        AND ${kid === undefined ? Prisma.sql`true` : Prisma.sql`kid = ${kid}`})`;

/**
 * What stands there once a task was done.
 * @source IdP contract: tables and effects of tasks
 */
const questions: Record<TableProof, (given: readonly string[]) => Prisma.Sql> = {
  // The new key signs, nothing that waits is left with the old one, and the relying party is told once.
  kid_compromised_and_replaced: ([app = "0", kid = ""]) => Prisma.sql`
    ${webhookKey("compromised", [app, kid])} AND ${webhookKey("active", [app])}
    AND NOT EXISTS (SELECT FROM webhook_outbox_entries WHERE oauth_application_id = ${BigInt(app)} AND signing_kid = ${kid}
                       AND delivered_at IS NULL)
    AND (SELECT count(*) FROM webhook_outbox_entries WHERE oauth_application_id = ${BigInt(app)}
            AND event_type = 'webhook_key.compromised' AND subject = ${kid}) = 1`,
  links_mirrored: ([app = "0"]) => Prisma.sql`
    NOT EXISTS (SELECT FROM identity_links link WHERE link.state = 'confirmed' AND NOT EXISTS (
                  SELECT FROM identity_link_mirrors mirror
                   WHERE mirror.identity_link_id = link.id AND mirror.oauth_application_id = ${BigInt(app)}
                     AND coalesce(mirror.sent_at, mirror.acknowledged_at) IS NOT NULL))`,
  webhook_key_published: ([app = "0"]) => webhookKey("published", [app]),
  webhook_key_active: (given) => webhookKey("active", given),
  webhook_key_retired: (given) => webhookKey("retired", given),
  token_key_published: () => tokenKey("published", []),
  token_key_active: (given) => tokenKey("active", given),
  token_key_retired: (given) => tokenKey("retired", given),
  people_present: (ids) => Prisma.sql`
    (SELECT count(DISTINCT clerk_id) FROM users WHERE clerk_id = ANY (${[...ids]})) = ${new Set(ids).size}`,
};
