"use client";

import type { ReactNode } from "react";
import type { OwnScope } from "@/lib/command-bar/shapes";
import { ApprovalsBadge } from "./approvals-badge";
import { Bell } from "./bell";
import { CommandBar } from "./command-bar";
import { useNavGroups } from "./live-rail";
import type { ShownPerson } from "./person-card";
import { TopBar } from "./top-bar";

type Props = {
  now: string;
  zone: string;
  person: ShownPerson;
  provedAt: string | null | undefined;
  scope: OwnScope;
  preferences: ReactNode;
  acts: ReactNode;
};

/** The top bar with the rail's pages behind its menu on a phone. */
export function LiveTopBar({ scope, ...props }: Props) {
  return (
    <TopBar
      {...props}
      place={<CommandBar scope={scope} />}
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
