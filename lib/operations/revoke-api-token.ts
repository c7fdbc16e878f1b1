import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { listTokens } from "@/lib/tokens/queries/list-tokens";
import { apiTokenId } from "@/lib/tokens/shapes";
import { revokeToken } from "@/lib/tokens/writes/tokens";
import { defineOperation, quietPreview } from "./define";

/**
 * Ends a token for good, from the next call on: one's own, or as an admin anybody's.
 * @refuses api_token_not_found, also for another's, and for one that has ended
 */
export const revokeApiToken = defineOperation({
  name: "api-token.revoke",
  risk: "stop",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ id: apiTokenId }),

  async preview({ actor }, { id }) {
    const token = (await listTokens(actor)).find((line) => line.id === id);
    return token?.state === "live" ? ok(quietPreview(token.name, { id })) : refuse("api_token_not_found"); // guard: revoke-own
  },

  async run({ actor, tx }, { id }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    if (!(await revokeToken(tx, id, actor.personId))) return refuse("api_token_not_found");
    return ok({ summary: { key: "apiTokens.revoked" }, href: "/settings/tokens", facts: { tokenId: id } });
  },
});
