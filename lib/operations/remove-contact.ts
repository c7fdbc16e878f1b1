import "server-only";
import { z } from "zod";
import { findContact } from "@/lib/contacts/queries/list-contacts";
import { contactId, contactVersion } from "@/lib/contacts/shapes";
import { removeContact as forgetContact } from "@/lib/contacts/writes/change-contacts";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, settingsBlast } from "./define";

/**
 * Takes a contact off the list. Its row is kept.
 * @refuses contact_not_found, target_changed
 */
export const removeContact = defineOperation({
  name: "contact.remove",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: contactId, version: contactVersion }),
  undo: "contact.add",

  async preview({ actor }, { id, version }) {
    const contact = await findContact(actor, id);
    if (!contact) return refuse("contact_not_found");
    if (contact.version !== version) return refuse("target_changed"); // guard: contact-version-removed
    return ok({
      subject: contact.name,
      blast: settingsBlast,
      lines: [{ key: "contacts.remove.line", values: { name: contact.name } }],
      warnings: [],
      reversible: true,
      fingerprint: String(version),
      target: { id, version },
    });
  },

  async run({ tx }, { id, version }) {
    if (!(await forgetContact(tx, { id, version }))) return refuse("target_changed");
    return ok({ summary: { key: "contacts.remove.done" }, href: "/settings/contacts", facts: { contactId: id } });
  },
});
