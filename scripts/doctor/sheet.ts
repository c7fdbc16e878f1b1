import { systemActor } from "@/lib/access/system";
import { listContacts } from "@/lib/contacts/queries/list-contacts";
import type { Contact } from "@/lib/contacts/shapes";
import { env } from "@/lib/core/env";
import { lostPage, type Reachable } from "@/lib/i18n/lost-page";
import { messagesIn } from "@/lib/i18n/messages";

/**
 * The sheet that is printed and kept beside the codes: the page `/console-lost` with everybody whom the settings know how to reach. With
 * the database away it is written from the environment alone.
 * @returns the page, and why it names nobody, if so
 */
export async function printedSheet(language: "en" | "ko"): Promise<{ html: string; missing: string | null }> {
  const { PUBLIC_ORIGIN: origin, EMERGENCY_CONTACTS: given } = env();
  const known = await listContacts(systemActor()).catch(() => null);
  const people: Reachable[] = [
    ...given.map(({ name, reach }) => ({ name, ways: [{ kind: "other" as const, address: reach }] })),
    ...(known ?? []).map(reachable),
  ];
  const html = lostPage({ language, words: messagesIn(language).lost, origin, people, printedAt: new Date() });
  const why = known === null ? "the console's database does not answer" : "Settings, Contacts is empty";
  return { html, missing: people.length === 0 ? why : null };
}

const reachable = ({ name, organisation, channels }: Contact): Reachable => ({
  name: organisation === null ? name : `${name}, ${organisation}`,
  ways: channels,
});
