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
  { href: "/settings/api", name: "api" },
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

const middle = (element: Element): number => {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
};

/** The tabs above every settings page. Each is an address of its own. */
export function SettingsTabs() {
  const [t, pathname] = [useTranslations("settings"), usePathname()];
  const tabs = pages.map(({ href, name }) => ({ href, label: t(`tabs.${name}`), current: isOpen(pathname, href) }));
  const strip = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen: the open one must be among those that are seen. A browser that is told to scroll to it
  // would let Tab go on from there, past the way to the content.
  useEffect(() => {
    const [list, open] = [strip.current?.querySelector("ul"), strip.current?.querySelector("[aria-current]")];
    if (list && open) list.scrollLeft += middle(open) - middle(list);
  }, [pathname]);
  return (
    <div ref={strip}>
      <Tabs label={t("tabs.label")} tabs={tabs} />
    </div>
  );
}
