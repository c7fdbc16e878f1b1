import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { listPasskeys } from "@/lib/passkeys/queries/list-passkeys";
import { passkeyId } from "@/lib/passkeys/shapes";
import { removePasskey as takeAway } from "@/lib/passkeys/writes/keep-passkey";
import { defineOperation, type Phrase } from "./define";
import { tellOfPasskey } from "./perform/tell";

/**
 * Takes a passkey of one's own out of use for good. What it has proved stays proved, and in the record.
 * @refuses passkey_not_found (also for somebody else's)
 */
export const removePasskey = defineOperation({
  name: "passkey.remove",
  risk: "guarded",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ id: passkeyId }),

  async preview({ actor }, { id }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const own = await listPasskeys(actor);
    const passkey = own.find((each) => each.id === id);
    if (!passkey) return refuse("passkey_not_found"); // guard: own-passkey
    const last: Phrase[] = own.length === 1 ? [{ key: "passkeys.remove.last" }] : [];
    return ok({
      subject: passkey.name,
      blast: { deliveries: 0, relyingParties: 0, people: 1, requests: 0 },
      lines: [{ key: "passkeys.remove.stops" }, { key: "passkeys.remove.device" }],
      warnings: last,
      reversible: false,
      fingerprint: passkey.name,
      target: { id },
    });
  },

  async run({ actor, tx }, { id }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    if (!(await takeAway(tx, { id, personId: actor.personId }))) return refuse("passkey_not_found");
    await tellOfPasskey(tx, "passkey.removed", actor, id);
    return ok({ summary: { key: "passkeys.removed" }, href: "/settings/passkeys", facts: { passkeyId: id } });
  },
});
