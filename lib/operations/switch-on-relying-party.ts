import "server-only";
import { z } from "zod";
import { consoleDb, identityProviderOperate } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { carriesStamp, findSwitch } from "@/lib/relying-parties/queries/find-switch";
import { relyingPartyId } from "@/lib/relying-parties/shapes";
import { keepSwitch, switchEndpoint } from "@/lib/relying-parties/writes/switch-endpoint";
import { defineOperation, type Outcome, type Phrase } from "./define";

const target = z.strictObject({ id: relyingPartyId, rowVersion: z.string() });

/**
 * Lets the dispatcher send to a relying party again: what waits for it leaves at once, what is dead stays dead. What the row was is
 * kept first; then one conditional statement changes it, only if it is still exactly the row that was shown.
 * @refuses relying_party_not_found, relying_party_on, target_changed
 * @source IdP contract: oauth_applications.webhook_enabled; rows of a switched-off application wait, unchanged
 */
export const switchOnRelyingParty = defineOperation({
  name: "relying-party.switch-on",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  undo: "relying-party.switch-off",
  input: z.strictObject({ id: relyingPartyId }),

  async preview({ actor }, { id }) {
    const party = await findRelyingParty(actor, id);
    if (!party) return refuse("relying_party_not_found");
    const { name, pending, dead } = party;
    if (party.webhookEnabled) return refuse("relying_party_on", { relyingParty: name });
    const lines: Phrase[] = [
      { key: "relyingParties.switchOn.pending", values: { relyingParty: name, pending } },
      { key: "relyingParties.switchOn.dead", values: { dead } },
      { key: "relyingParties.switchOn.newEvents", values: { relyingParty: name } },
    ];
    return ok({
      subject: name,
      blast: { deliveries: pending, relyingParties: 1, people: 0, requests: pending },
      lines,
      warnings: party.webhookUrl === null ? [{ key: "relyingParties.switchOn.noUrl" }] : [],
      reversible: false,
      fingerprint: party.rowVersion,
      target: { id, rowVersion: party.rowVersion },
    });
  },

  async run({ actor, request }, { id }, frozen) {
    const { rowVersion } = target.parse(frozen);
    const stamp = await consoleDb().$transaction((tx) => keepSwitch(tx, { id, rowVersion, requestId: request.id }));
    const switched = await switchEndpoint(identityProviderOperate(), { id, rowVersion, stamp, on: true });
    if (!switched) return refuse("target_changed");
    const party = await findRelyingParty(actor, id);
    return ok(switchedOn(id, party?.name ?? id));
  },

  async reconcile({ actor }, request) {
    const kept = await findSwitch(actor, request.id);
    if (!kept) return { happened: false };
    const party = await findRelyingParty(actor, kept.relyingPartyId);
    if (!party) return { happened: "undecided" };
    if (await carriesStamp(actor, kept, true)) return { happened: true, outcome: switchedOn(party.id, party.name) };
    return party.rowVersion === kept.rowVersion ? { happened: false } : { happened: "undecided" };
  },
});

const switchedOn = (id: string, relyingParty: string): Outcome => ({
  summary: { key: "relyingParties.switchOn.done", values: { relyingParty } },
  href: `/relying-parties/${id}`,
  facts: { relyingPartyId: id },
});
