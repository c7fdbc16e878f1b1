import "server-only";
import { z } from "zod";
import { findContact } from "@/lib/contacts/queries/list-contacts";
import { contactId, contactVersion } from "@/lib/contacts/shapes";
import { verifyContact as keepVerified } from "@/lib/contacts/writes/change-contacts";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, settingsBlast } from "./define";

/**
 * Somebody reached a contact by the channels that are written here, and says so with their name.
 * @refuses contact_not_found, target_changed
 */
export const verifyContact = defineOperation({
  name: "contact.verify",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: contactId, version: contactVersion }),

  async preview({ actor }, { id, version }) {
    const contact = await findContact(actor, id);
    if (!contact) return refuse("contact_not_found");
    if (contact.version !== version) return refuse("target_changed"); // guard: contact-version-verified
    return ok({
      subject: contact.name,
      blast: settingsBlast,
      lines: [{ key: "contacts.verify.line", values: { name: contact.name, count: contact.channels.length } }],
      warnings: [],
      reversible: true,
      fingerprint: String(version),
      target: { id, version },
    });
  },

  async run({ actor, tx }, { id, version }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    if (!(await keepVerified(tx, { id, version }, actor.personId))) return refuse("target_changed");
    return ok({ summary: { key: "contacts.verify.done" }, href: "/settings/contacts", facts: { contactId: id } });
  },
});
