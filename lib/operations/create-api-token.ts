import "server-only";
import { z } from "zod";
import type { TokenScope } from "@/lib/access/policy";
import { tokenHash } from "@/lib/access/token";
import { ok, refuse } from "@/lib/core/errors";
import { personId } from "@/lib/people/shapes";
import { listTokenOwners } from "@/lib/tokens/queries/list-tokens";
import { mintSecret } from "@/lib/tokens/rules/mint";
import { apiTokenLimit, newApiToken } from "@/lib/tokens/shapes";
import { keepToken } from "@/lib/tokens/writes/tokens";
import { defineOperation, type Phrase, settingsBlast } from "./define";
import { tellOfToken } from "./perform/tell";

const target = z.strictObject({ id: personId, name: z.string() });

/**
 * A token of the public API in somebody's name, for one scope. Its secret is made when it runs, handed out once, and kept as a hash; its
 * person hears of it.
 * @refuses person_without_role (also for nobody), api_token_limit
 * @source design: access §2, API tokens
 */
export const createApiToken = defineOperation({
  name: "api-token.create",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: newApiToken,
  undo: "api-token.revoke",

  async preview({ actor }, { person, scope, name, days }) {
    const owner = (await listTokenOwners(actor)).find(({ id }) => id === person);
    if (!owner) return refuse("person_without_role"); // guard: token-owner
    if (owner.liveTokens >= apiTokenLimit) return refuse("api_token_limit");
    return ok({
      subject: `${name} (${owner.name})`,
      blast: { ...settingsBlast, people: 1 },
      lines: linesOf(owner.name, scope, days),
      warnings: [{ key: "apiTokens.create.once" }],
      reversible: true,
      fingerprint: `${owner.version} ${owner.liveTokens}`,
      target: { id: person, name: owner.name },
    });
  },

  async run({ actor, tx }, { scope, name, days }, frozen) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const owner = target.parse(frozen);
    const secret = mintSecret(scope);
    const kept = await keepToken(tx, {
      personId: owner.id,
      scope,
      name,
      days,
      secretHash: tokenHash(secret),
      createdBy: actor.personId,
    });
    if (!kept) return refuse("api_token_limit"); // guard: token-limit
    await tellOfToken(tx, { tokenId: kept.id, personId: owner.id, who: actor.name, name });
    return ok({
      summary: { key: "apiTokens.create.done", values: { name: owner.name } },
      href: "/settings/tokens",
      facts: { tokenId: kept.id, personId: owner.id, scope, expiresAt: kept.expiresAt.toISOString() },
      handed: { token: [secret] },
    });
  },
});

const linesOf = (name: string, scope: TokenScope, days: number): Phrase[] => [
  { key: "apiTokens.create.acts", values: { name } },
  { key: `apiTokens.create.scope.${scope}` },
  { key: "apiTokens.create.ends", values: { count: days } },
];
