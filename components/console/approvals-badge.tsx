"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useShell } from "./live-frame";
import { NavIcon } from "./nav-icon";

const most = 99;

/** How many requests and reviews wait for this person, on every page and width; nothing while none does. */
export function ApprovalsBadge() {
  const t = useTranslations("shell");
  const { view } = useShell();
  const waiting = view.approvals + view.reviews;
  if (waiting === 0) return null;
  const name = waiting > most ? t("moreApprovalsWait", { most }) : t("approvalsWait", { count: waiting });
  return (
    <Link className="bell" href="/approvals" aria-label={name}>
      <NavIcon name="approvals" />
      <span aria-hidden="true">{waiting > most ? `${most}+` : waiting}</span>
    </Link>
  );
}
