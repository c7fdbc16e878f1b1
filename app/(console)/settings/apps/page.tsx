import { getTranslations } from "next-intl/server";
import { AppTable } from "@/components/settings/app-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { Why } from "@/components/ui/why";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { listApps } from "@/lib/apps/queries/list-apps";

export async function generateMetadata() {
  return { title: (await getTranslations("apps"))("title") };
}

export default async function AppsPage() {
  const actor = await requirePerson("/settings/apps");
  const [apps, t, settings] = [await listApps(actor), await getTranslations("apps"), await getTranslations("settings")];
  const mayChange = hasRole(actor, ["admin"]);
  return (
    <Section title={t("title")} aside={t("count", { count: apps.length })}>
      <AppTable apps={apps} linked={mayChange} />
      <div className="below">
        {mayChange ? (
          <ButtonLink href="/settings/apps/new">{t("new")}</ButtonLink>
        ) : (
          <Why>{settings("needsAdmin")}</Why>
        )}
      </div>
    </Section>
  );
}
