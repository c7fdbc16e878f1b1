"use client";

import { Menu as MenuIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Icon } from "../ui/icon";
import { later } from "../ui/later";
import { useLater } from "../ui/use-later";
import type { NavGroup } from "./nav";
import { NavList } from "./nav-list";

const sheet = later(() => import("../ui/sheet"));

/** Below 720 px there is no rail: this button reaches every page, the clocks and the person's card. */
export function PhoneMenu({ groups, children }: { groups: readonly NavGroup[]; children?: ReactNode }) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const come = useLater(sheet, open, () => setOpen(false));
  return (
    <>
      <button type="button" className="menu-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon of={MenuIcon} />
        {t("menu")}
      </button>
      {come ? (
        <come.Sheet open={open} onClose={() => setOpen(false)} title={t("menu")}>
          <nav aria-label={t("mainNavigation")}>
            <NavList groups={groups} onFollow={() => setOpen(false)} />
          </nav>
          {children}
        </come.Sheet>
      ) : null}
    </>
  );
}
