"use client";

import { UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon";
import { Popover } from "../ui/popover";
import { PersonCard, type ShownPerson } from "./person-card";

/** Name and role in the top bar; behind them the person's card. */
export function PersonMenu(props: { person: ShownPerson; preferences?: ReactNode; acts?: ReactNode }) {
  const t = useTranslations("shell.person");
  const { person } = props;
  return (
    <Popover
      label={t("menu")}
      trigger={(props) => (
        <button {...props} className="who">
          <Icon of={UserRound} />
          <span>
            <b className="strong">{person.name}</b> <span className="quiet">{person.roles[0] ?? t("noRole")}</span>
          </span>
        </button>
      )}
    >
      <PersonCard {...props} />
    </Popover>
  );
}
