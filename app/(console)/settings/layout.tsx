import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { SettingsTabs } from "@/components/settings/settings-tabs";

/** The frame of all settings. It shows nothing of anybody; each page below asks who is there. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("settings");
  return (
    <Page>
      <PageHead title={t("title")} />
      <SettingsTabs />
      {children}
    </Page>
  );
}
