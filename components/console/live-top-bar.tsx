"use client";

import type { ReactNode } from "react";
import { ApprovalsBadge } from "./approvals-badge";
import { Bell } from "./bell";
import { useNavGroups } from "./live-rail";
import type { ShownPerson } from "./person-card";
import { TopBar } from "./top-bar";

type Props = {
  now: string;
  zone: string;
  person: ShownPerson;
  provedAt: string | null | undefined;
  preferences: ReactNode;
  acts: ReactNode;
};

/** The top bar with the rail's pages behind its menu on a phone. */
export function LiveTopBar(props: Props) {
  return (
    <TopBar
      {...props}
      bell={
        <>
          <ApprovalsBadge />
          <Bell />
        </>
      }
      groups={useNavGroups()}
      home="/triage"
    />
  );
}
