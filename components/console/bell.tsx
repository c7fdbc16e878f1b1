"use client";

import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { BellPanel } from "../notices/bell-panel";
import { Icon } from "../ui/icon";
import { Popover } from "../ui/popover";
import { useShell } from "./live-frame";

const most = 99;

/** How many notices wait for this person; behind it the latest of them. */
export function Bell() {
  const t = useTranslations("shell");
  const { view } = useShell();
  const [open, setOpen] = useState(false);
  const { unread } = view;
  const name = unread > most ? t("bell.more", { most }) : t("bell.label", { count: unread });
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t("pages.notices")}
      trigger={(props) => (
        <button {...props} className="bell" aria-label={name}>
          <Icon of={BellIcon} />
          {unread > 0 ? <span aria-hidden="true">{unread > most ? `${most}+` : unread}</span> : null}
        </button>
      )}
    >
      <BellPanel onLeave={() => setOpen(false)} />
    </Popover>
  );
}
