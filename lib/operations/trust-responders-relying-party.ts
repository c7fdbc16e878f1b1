import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { findRetryRule } from "@/lib/relying-parties/queries/find-retry-rule";
import { relyingPartyId } from "@/lib/relying-parties/shapes";
import { changeRetryRule } from "@/lib/relying-parties/writes/change-retry-rule";
import { defineOperation, settingsBlast } from "./define";

const target = z.strictObject({ id: relyingPartyId, version: z.int().nonnegative() });

/**
 * From now on responders retry for this relying party by themselves. It loosens a control, so another admin must agree.
 * @source design: access §2, "loosen a control"
 * @refuses relying_party_not_found, nothing_to_change, target_changed
 */
export const trustRespondersRelyingParty = defineOperation({
  name: "relying-party.trust-responders",
  risk: "grave",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: relyingPartyId }),
  undo: "relying-party.require-admin",

  async preview({ actor }, { id }) {
    const party = await findRelyingParty(actor, id);
    if (!party) return refuse("relying_party_not_found");
    const { needsAdmin, version } = await findRetryRule(actor, id);
    if (!needsAdmin) return refuse("nothing_to_change");
    return ok({
      subject: party.name,
      blast: { ...settingsBlast, relyingParties: 1 },
      lines: [{ key: "relyingParties.trustResponders.line", values: { relyingParty: party.name } }],
      warnings: [{ key: "relyingParties.trustResponders.loosens" }],
      reversible: true,
      fingerprint: String(version),
      target: { id, version },
    });
  },

  async run({ tx, requestId }, { id }, frozen) {
    const { version } = target.parse(frozen);
    if (!(await changeRetryRule(tx, { relyingPartyId: id, version, needsAdmin: false, requestId })))
      return refuse("target_changed");
    return ok({
      summary: { key: "relyingParties.trustResponders.done" },
      href: "/settings/relying-parties",
      facts: { relyingPartyId: id, needsAdmin: false },
    });
  },
});
