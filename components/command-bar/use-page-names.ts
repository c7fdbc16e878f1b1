"use client";

import { useTranslations } from "next-intl";
import type { PageName } from "@/lib/command-bar/rules/places";

/** What a page is called where it is chosen: in the rail, or among the settings. */
export function usePageNames(): (page: PageName) => string {
  const t = useTranslations();
  const rail = (key: "approvals" | "settings", below: string): string => `${t(`shell.pages.${key}`)} · ${below}`;
  const names: Record<PageName, string> = {
    triage: t("shell.pages.triage"),
    incidents: t("shell.pages.incidents"),
    approvals: t("shell.pages.approvals"),
    reviews: rail("approvals", t("approvals.part.reviews")),
    deliveries: t("shell.pages.deliveries"),
    keys: t("shell.pages.keys"),
    deploys: t("shell.pages.deploys"),
    operations: t("shell.pages.operations"),
    people: t("shell.pages.people"),
    sessions: t("shell.pages.sessions"),
    bypass: t("shell.pages.bypass"),
    record: t("shell.pages.record"),
    notices: t("shell.pages.notices"),
    settings: rail("settings", t("settings.tabs.own")),
    passkeys: rail("settings", t("settings.tabs.passkeys")),
    tokens: rail("settings", t("settings.tabs.tokens")),
    api: rail("settings", t("settings.tabs.api")),
    members: rail("settings", t("settings.tabs.people")),
    enrolment: rail("settings", t("settings.tabs.breakGlass")),
    channels: rail("settings", t("settings.tabs.channels")),
    relyingParties: rail("settings", t("settings.tabs.relyingParties")),
    apps: rail("settings", t("settings.tabs.apps")),
    contacts: rail("settings", t("settings.tabs.contacts")),
  };
  return (page) => names[page];
}
