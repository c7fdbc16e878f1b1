"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Tabs } from "../ui/tabs";

/** Every page of the settings, one's own first. */
const pages = [
  { href: "/settings", name: "own" },
  { href: "/settings/passkeys", name: "passkeys" },
  { href: "/settings/tokens", name: "tokens" },
  { href: "/settings/people", name: "people" },
  { href: "/settings/break-glass", name: "breakGlass" },
  { href: "/settings/channels", name: "channels" },
  { href: "/settings/relying-parties", name: "relyingParties" },
  { href: "/settings/apps", name: "apps" },
  { href: "/settings/contacts", name: "contacts" },
] as const;

/** One's own settings are the page itself; of the others, whatever lies below belongs to them. */
const isOpen = (pathname: string, href: string): boolean =>
  pathname === href || (href !== "/settings" && pathname.startsWith(`${href}/`));

/** The tabs above every settings page. Each is an address of its own. */
export function SettingsTabs() {
  const [t, pathname] = [useTranslations("settings"), usePathname()];
  const tabs = pages.map(({ href, name }) => ({ href, label: t(`tabs.${name}`), current: isOpen(pathname, href) }));
  const strip = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen: the open one must be among those that are seen.
  useEffect(() => {
    const open = strip.current?.querySelector("[aria-current]");
    open?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <div ref={strip}>
      <Tabs label={t("tabs.label")} tabs={tabs} />
    </div>
  );
}
