import { getTranslations } from "next-intl/server";
import { ContactForm } from "@/components/settings/contact-form";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { listGroups } from "@/lib/deliveries/queries/list-groups";

export async function generateMetadata() {
  return { title: (await getTranslations("contacts"))("new") };
}

export default async function NewContactPage() {
  const actor = await requirePerson("/settings/contacts/new");
  const parties = await settled(() => listGroups(actor));
  const [t, settings] = [await getTranslations("contacts"), await getTranslations("settings")];
  return (
    <Section title={t("new")}>
      <ContactForm
        contact={null}
        parties={parties.ok ? parties.value : []}
        why={hasRole(actor, ["admin"]) ? undefined : settings("needsAdmin")}
      />
    </Section>
  );
}
