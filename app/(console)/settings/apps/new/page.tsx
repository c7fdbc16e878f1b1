import { getTranslations } from "next-intl/server";
import { AppForm } from "@/components/settings/app-form";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";

export async function generateMetadata() {
  return { title: (await getTranslations("apps"))("new") };
}

export default async function NewAppPage() {
  const actor = await requirePerson("/settings/apps/new");
  const [t, settings] = [await getTranslations("apps"), await getTranslations("settings")];
  return (
    <Section title={t("new")}>
      <AppForm app={null} why={hasRole(actor, ["admin"]) ? undefined : settings("needsAdmin")} />
    </Section>
  );
}
