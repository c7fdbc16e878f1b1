import { getTranslations } from "next-intl/server";
import { PreferenceChoices } from "@/components/console/preference-choices";
import { TimeZoneForm } from "@/components/settings/time-zone-form";
import { Note } from "@/components/ui/note";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { currentPreferences } from "@/lib/access/preferences";

export async function generateMetadata() {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage() {
  const actor = await requirePerson("/settings");
  const [chosen, t, glass] = [
    await currentPreferences(),
    await getTranslations("settings"),
    await getTranslations("glass"),
  ];
  if (actor.kind === "grant")
    return (
      <Section title={t("section")}>
        <Note>{glass("preferences")}</Note>
      </Section>
    );
  return (
    <Section title={t("section")}>
      <PreferenceChoices chosen={chosen} />
      <TimeZoneForm chosen={chosen} zones={Intl.supportedValuesOf("timeZone")} />
    </Section>
  );
}
