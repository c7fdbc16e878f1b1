import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ContactForm } from "@/components/settings/contact-form";
import { SettingAct } from "@/components/settings/setting-act";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { findContact } from "@/lib/contacts/queries/list-contacts";
import { contactId } from "@/lib/contacts/shapes";
import { settled } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { listGroups } from "@/lib/deliveries/queries/list-groups";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  return { title: (await getTranslations("contacts"))("title") };
}

export default async function ContactPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/settings/contacts/${encodeURIComponent(id)}`);
  const contact = contactId.safeParse(id).success ? await findContact(actor, id) : null;
  if (!contact) notFound();
  const parties = await settled(() => listGroups(actor));
  const [names, settings] = [await getTranslations("operations.names.contact"), await getTranslations("settings")];
  const why = hasRole(actor, ["admin"]) ? undefined : settings("needsAdmin");
  const { name, version } = contact;
  const act = { input: { id, version }, risk: "guarded", why } as const;
  return (
    <Section title={inert(name)}>
      <ContactForm key={version} contact={contact} parties={parties.ok ? parties.value : []} why={why} />
      <div className="acts">
        <SettingAct
          {...act}
          operation="contact.verify"
          verb={names("verify.verb")}
          title={names("verify.title", { subject: name })}
        />
        <SettingAct
          {...act}
          operation="contact.remove"
          verb={names("remove.verb")}
          title={names("remove.title", { subject: name })}
          then="/settings/contacts"
        />
      </div>
    </Section>
  );
}
