import "server-only";
import { versionOfContacts } from "@/lib/contacts/queries/list-contacts";
import { newContact } from "@/lib/contacts/shapes";
import { addContact as keepContact } from "@/lib/contacts/writes/change-contacts";
import { ok, refuse } from "@/lib/core/errors";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { defineOperation, type Phrase, settingsBlast } from "./define";

/**
 * Writes down whom to reach, and how. Nobody has verified it yet.
 * @refuses relying_party_not_found, target_changed (the list changed since it was shown)
 */
export const addContact = defineOperation({
  name: "contact.add",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: newContact,
  undo: "contact.remove",

  async preview({ actor }, { name, relyingPartyId, channels }) {
    const fingerprint = await versionOfContacts(actor);
    const party = relyingPartyId === null ? null : await findRelyingParty(actor, relyingPartyId);
    if (relyingPartyId !== null && !party) return refuse("relying_party_not_found");
    const lines: Phrase[] = [{ key: "contacts.add.line", values: { name, count: channels.length } }];
    if (party) lines.push({ key: "contacts.add.onCall", values: { relyingParty: party.name } });
    return ok({
      subject: name,
      blast: settingsBlast,
      lines,
      warnings: [{ key: "contacts.add.unverified" }],
      reversible: true,
      fingerprint,
      target: null,
    });
  },

  async run({ tx }, contact) {
    const contactId = await keepContact(tx, contact);
    return ok({
      summary: { key: "contacts.add.done", values: { name: contact.name } },
      href: "/settings/contacts",
      facts: { contactId },
    });
  },
});
