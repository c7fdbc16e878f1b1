import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { listPasskeys } from "@/lib/passkeys/queries/list-passkeys";
import { passkeyId, passkeyName } from "@/lib/passkeys/shapes";
import { namePasskey } from "@/lib/passkeys/writes/keep-passkey";
import { defineOperation, quietPreview } from "./define";

/**
 * Calls a passkey of one's own something else.
 * @refuses passkey_not_found (also for somebody else's)
 */
export const renamePasskey = defineOperation({
  name: "passkey.rename",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ id: passkeyId, name: passkeyName }),

  async preview({ actor }, { id, name }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const own = await listPasskeys(actor);
    return own.some((each) => each.id === id) ? ok(quietPreview(name, { id })) : refuse("passkey_not_found");
  },

  async run({ actor, tx }, { id, name }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    if (!(await namePasskey(tx, { id, personId: actor.personId }, name))) return refuse("passkey_not_found");
    return ok({ summary: { key: "passkeys.renamed" }, href: "/settings/passkeys", facts: { passkeyId: id } });
  },
});
