"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useShell } from "./live-frame";
import type { NavGroup } from "./nav";
import { Rail } from "./rail";

/** The pages that exist, with their live counts. */
export function useNavGroups(): NavGroup[] {
  const t = useTranslations("shell");
  const format = useFormatter();
  const { view } = useShell();
  const count = (value: number | null, atLeast = false): string | undefined =>
    value ? `${format.number(value)}${atLeast ? "+" : ""}` : undefined;
  const waiting = view.approvals + view.reviews;
  return [
    {
      name: t("groups.now"),
      entries: [
        { href: "/triage", label: t("pages.triage"), icon: "triage" },
        {
          href: "/incidents",
          label: t("pages.incidents"),
          icon: "incidents",
          count: count(view.incidents),
          hot: view.incidents > 0,
        },
        {
          href: "/approvals",
          label: t("pages.approvals"),
          icon: "approvals",
          count: count(waiting),
          hot: waiting > 0,
        },
      ],
    },
    {
      name: t("groups.things"),
      entries: [
        {
          href: "/deliveries",
          label: t("pages.deliveries"),
          icon: "deliveries",
          count: count(view.dead, view.deadAtLeast),
        },
        { href: "/keys", label: t("pages.keys"), icon: "keys" },
        { href: "/deploys", label: t("pages.deploys"), icon: "deploys" },
        {
          href: "/operations",
          label: t("pages.operations"),
          icon: "operations",
          count: count(view.openRequests),
          hot: view.openRequests > 0,
        },
        { href: "/people", label: t("pages.people"), icon: "people" },
        { href: "/sessions", label: t("pages.sessions"), icon: "sessions" },
        {
          href: "/bypass",
          label: t("pages.bypass"),
          icon: "bypass",
          count: count(view.grants.length),
          hot: view.grants.length > 0,
        },
      ],
    },
    {
      name: t("groups.account"),
      entries: [
        { href: "/record", label: t("pages.record"), icon: "record" },
        {
          href: "/settings",
          label: t("pages.settings"),
          icon: "settings",
          count: count(view.channels.unsent),
          hot: view.channels.unsent > 0,
        },
      ],
    },
  ];
}

export function LiveRail({ foot }: { foot: string[] }) {
  return <Rail groups={useNavGroups()} home="/triage" foot={foot.map((line) => <div key={line}>{line}</div>)} />;
}
