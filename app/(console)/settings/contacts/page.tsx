import { getTranslations } from "next-intl/server";
import { ContactTable } from "@/components/settings/contact-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { Why } from "@/components/ui/why";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { listContacts } from "@/lib/contacts/queries/list-contacts";
import { settled } from "@/lib/core/errors";
import { listGroups } from "@/lib/deliveries/queries/list-groups";

export async function generateMetadata() {
  return { title: (await getTranslations("contacts"))("title") };
}

export default async function ContactsPage() {
  const actor = await requirePerson("/settings/contacts");
  const [contacts, parties] = await Promise.all([listContacts(actor), settled(() => listGroups(actor))]);
  const [t, settings] = [await getTranslations("contacts"), await getTranslations("settings")];
  const mayChange = hasRole(actor, ["admin"]);
  // Whom to call must be readable also while the IdP's database is what burns.
  const names = parties.ok ? Object.fromEntries(parties.value.map(({ id, name }) => [id, name])) : {};
  return (
    <Section title={t("title")} aside={t("verifiedWithin")}>
      <ContactTable contacts={contacts} parties={names} linked={mayChange} now={new Date().toISOString()} />
      <div className="below">
        {mayChange ? (
          <ButtonLink href="/settings/contacts/new">{t("new")}</ButtonLink>
        ) : (
          <Why>{settings("needsAdmin")}</Why>
        )}
      </div>
    </Section>
  );
}
