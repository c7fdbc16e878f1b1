import "server-only";
import { z } from "zod";
import { findContact } from "@/lib/contacts/queries/list-contacts";
import { changesOfContact, sameChannels } from "@/lib/contacts/rules/changes";
import { contactFields, contactId, contactVersion } from "@/lib/contacts/shapes";
import { changeContact as keepChange } from "@/lib/contacts/writes/change-contacts";
import { ok, refuse } from "@/lib/core/errors";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { defineOperation, settingsBlast } from "./define";

const target = z.strictObject({ id: contactId, version: contactVersion, verified: z.boolean() });

/**
 * Changes a contact. Channels that changed count as tried by nobody until somebody does.
 * @refuses contact_not_found, target_changed, nothing_to_change, relying_party_not_found
 */
export const changeContact = defineOperation({
  name: "contact.change",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: contactId, version: contactVersion, ...contactFields }),
  undo: "contact.change",

  async preview({ actor }, { id, version, ...fields }) {
    const contact = await findContact(actor, id);
    if (!contact) return refuse("contact_not_found");
    if (contact.version !== version) return refuse("target_changed"); // guard: contact-version
    const changes = changesOfContact(contact, fields);
    if (changes.length === 0) return refuse("nothing_to_change");
    const { relyingPartyId } = fields;
    const moved = relyingPartyId !== null && relyingPartyId !== contact.relyingPartyId;
    if (moved && !(await findRelyingParty(actor, relyingPartyId))) return refuse("relying_party_not_found");
    const verified = sameChannels(contact, fields);
    return ok({
      subject: contact.name,
      blast: settingsBlast,
      lines: changes.map(({ field, before, after }) => ({
        key: `contacts.changed.${field}`,
        values: { before, after },
      })),
      warnings: verified || contact.verifiedAt === null ? [] : [{ key: "contacts.change.unverified" }],
      reversible: true,
      fingerprint: String(version),
      target: { id, version, verified },
    });
  },

  async run({ tx }, { id, version, ...fields }, frozen) {
    const { verified } = target.parse(frozen);
    if (!(await keepChange(tx, { id, version }, { fields, verified }))) return refuse("target_changed");
    return ok({
      summary: { key: "contacts.change.done", values: { name: fields.name } },
      href: "/settings/contacts",
      facts: { contactId: id, version: version + 1 },
    });
  },
});
