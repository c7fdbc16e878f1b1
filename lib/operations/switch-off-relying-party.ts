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
 * Keeps the dispatcher from sending to a relying party: what waits for it, and what comes, waits unchanged until somebody switches it on
 * again. The row is kept and changed as by relying-party.switch-on.
 * @refuses relying_party_not_found, relying_party_off, target_changed
 * @source IdP contract: oauth_applications.webhook_enabled; rows of a switched-off application wait, unchanged
 */
export const switchOffRelyingParty = defineOperation({
  name: "relying-party.switch-off",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "world",
  undo: "relying-party.switch-on",
  input: z.strictObject({ id: relyingPartyId }),

  async preview({ actor }, { id }) {
    const party = await findRelyingParty(actor, id);
    if (!party) return refuse("relying_party_not_found");
    const { name: relyingParty, pending, rowVersion } = party;
    if (!party.webhookEnabled) return refuse("relying_party_off", { relyingParty });
    const lines: Phrase[] = [
      { key: "relyingParties.switchOff.waits", values: { relyingParty, pending } },
      { key: "relyingParties.switchOff.newEvents", values: { relyingParty } },
      { key: "relyingParties.switchOff.backOn" },
    ];
    return ok({
      subject: relyingParty,
      blast: { deliveries: pending, relyingParties: 1, people: 0, requests: 0 },
      lines,
      warnings: [],
      reversible: true,
      fingerprint: rowVersion,
      target: { id, rowVersion },
    });
  },

  async run({ actor, request }, { id }, frozen) {
    const { rowVersion } = target.parse(frozen);
    const stamp = await consoleDb().$transaction((tx) => keepSwitch(tx, { id, rowVersion, requestId: request.id }));
    const switched = await switchEndpoint(identityProviderOperate(), { id, rowVersion, stamp, on: false });
    if (!switched) return refuse("target_changed");
    const party = await findRelyingParty(actor, id);
    return ok(switchedOff(id, party?.name ?? id));
  },

  async reconcile({ actor }, request) {
    const kept = await findSwitch(actor, request.id);
    if (!kept) return { happened: false };
    const party = await findRelyingParty(actor, kept.relyingPartyId);
    if (!party) return { happened: "undecided" };
    if (await carriesStamp(actor, kept, false)) return { happened: true, outcome: switchedOff(party.id, party.name) };
    return party.rowVersion === kept.rowVersion ? { happened: false } : { happened: "undecided" };
  },
});

const switchedOff = (id: string, relyingParty: string): Outcome => ({
  summary: { key: "relyingParties.switchOff.done", values: { relyingParty } },
  href: `/relying-parties/${id}`,
  facts: { relyingPartyId: id },
});
